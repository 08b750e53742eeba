import type { Forge, PullRequest } from "../../../forge/forge.ts";
import { Problem } from "../../../problem.ts";
import type { StageContext } from "../../stage.ts";
import { blockedProblems } from "./blocked-problems.ts";
import type { CheckReports } from "./check-reports.ts";
import { checkRunProblems } from "./check-run-problems.ts";
import { pendingCode } from "./pending-code.ts";
import { requiredCheckProblems } from "./required-check-problems.ts";
import { approvalProblems, changesRequested } from "./review-problems.ts";
import { statusProblems } from "./status-problems.ts";

/**
 * Everything that stands against merging an open pull request now: closed, red, refused by a reviewer, short of what the
 * base branch's rules demand.
 * @param reports what the checks of its head have said.
 * @param isBehind where the base is merged into the branch first: what has not ended on this head does not matter then.
 */
export async function openProblems(
  forge: Forge,
  pullRequest: PullRequest,
  { base, isBehind, reports }: { base: string; isBehind: boolean; reports: CheckReports },
  context: StageContext,
): Promise<Problem[]> {
  const { number } = pullRequest;
  const { statuses, runs } = reports;
  const [reviews, rules] = await Promise.all([forge.reviews(number), forge.branchRules(base)]);
  if (!runs) context.log("Check runs (GitHub Actions) cannot be read with this token: commit statuses alone count.\n");
  const problems = [
    ...closedProblems(pullRequest),
    ...statusProblems(statuses, pullRequest),
    ...checkRunProblems(runs ?? [], pullRequest),
    ...requiredCheckProblems(rules, reports, pullRequest),
    ...changesRequested(reviews, pullRequest),
    ...approvalProblems(rules, reviews, pullRequest),
  ].filter(({ code }) => !isBehind || code !== pendingCode);
  if (problems.length > 0 || isBehind) return problems;
  return blockedProblems(rules, pullRequest, await forge.mergeableState(number), context);
}

function closedProblems({ state, url }: PullRequest): Problem[] {
  return state === "closed"
    ? [
        new Problem({
          what: "The pull request is closed",
          where: url,
          next: "Reopen it, or ship the change again.",
          code: "gate-closed",
        }),
      ]
    : [];
}
