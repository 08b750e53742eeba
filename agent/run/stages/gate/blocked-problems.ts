import type { BranchRules, PullRequest } from "../../../forge/forge.ts";
import { Problem } from "../../../problem.ts";
import type { StageContext } from "../../stage.ts";

/**
 * What GitHub alone can judge: whether those whose approval is demanded have given it. Its "blocked" is no reason by
 * itself, for it is said of pull requests that it merges then; without such a demand the merge shows it.
 */
export function blockedProblems(
  { approvers }: BranchRules,
  { number, url, base }: PullRequest,
  state: string,
  context: StageContext,
): Problem[] {
  if (state !== "blocked") return [];
  if (approvers.length === 0) {
    context.log(`GitHub calls #${number} blocked, and nothing that can be read says why: the merge will show it.\n`);
    return [];
  }
  return [
    new Problem({
      what: `GitHub would not merge #${number} yet`,
      where: url,
      why: `it calls it blocked, and the rules of ${base.branch} demand the approval of ${approvers.join(" and of ")}`,
      next: "Ask for that review on the pull request's page, then merge again.",
      code: "gate-blocked",
    }),
  ];
}
