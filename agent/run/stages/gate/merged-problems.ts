import type { PullRequest } from "../../../forge/forge.ts";
import { Problem } from "../../../problem.ts";
import type { Repository } from "../../../repository/repository.ts";
import type { Release } from "../../../target/target.ts";
import { inWords, standingTo } from "../live-standing.ts";
import type { CheckReports } from "./check-reports.ts";
import { checkRunProblems } from "./check-run-problems.ts";
import { pendingCode } from "./pending-code.ts";
import { statusProblems } from "./status-problems.ts";

interface MergedPlace {
  readonly repository: Repository;
  /** What the checks of the pull request's head have said. */
  readonly reports: CheckReports;
  readonly base: { readonly branch: string; readonly sha: string };
  readonly live: () => Promise<Release | undefined>;
}

/**
 * Why what was merged may not go live, or not any more. A merge on the web asks nobody whether the change was ever
 * shipped, and others may have gone live between a merge and its deploy.
 */
export async function mergedProblems(pullRequest: PullRequest, place: MergedPlace): Promise<Problem[]> {
  return [...uncheckedProblems(pullRequest, place), ...(await overtakenProblems(pullRequest, place))];
}

/** Who has merged what is red, or was never shipped, has to say that it goes live all the same. */
function uncheckedProblems(
  pullRequest: PullRequest,
  { reports: { statuses, runs }, base }: Pick<MergedPlace, "reports" | "base">,
): Problem[] {
  const { number, url } = pullRequest;
  const problems = [...statusProblems(statuses, pullRequest), ...checkRunProblems(runs ?? [], pullRequest)];
  const bad = problems.filter(({ code }) => code !== pendingCode);
  if (bad.length === 0) return [];
  return [
    new Problem({
      what: `#${number} was merged without being green`,
      where: url,
      why: bad.map(({ what, why }) => (why ? `${what} (${why})` : what)).join("; "),
      next: `Nothing was deployed. Ship and merge what mends it; or, where ${base.branch} is right as it is, \`slipway merge --base\`.`,
      code: "gate-merged-red",
    }),
  ];
}

async function overtakenProblems(
  { number, url, mergeCommitSha }: PullRequest,
  { repository, base, live }: Omit<MergedPlace, "reports">,
): Promise<Problem[]> {
  const merged = mergeCommitSha ?? "";
  if (merged === base.sha) return [];
  const isHere = (await repository.commit(merged)) !== undefined && (await repository.isAncestor(merged, base.sha));
  if (!isHere) return [notInBase({ number, url, merged, base: base.branch })];
  const now = await live();
  const standing = await standingTo(now, merged, repository);
  if (!now || standing === "same" || standing === "after") return [];
  return [
    new Problem({
      what: `#${number} is older than what is live`,
      where: url,
      why:
        standing === "before"
          ? `${inWords(now)} is live, and it came later: this would take back what is in between`
          : `${inWords(now)} is live, and it is not part of what this was merged as (${merged.slice(0, 8)})`,
      next:
        standing === "before"
          ? "There is nothing left to do for it: what is live holds it. To go back on purpose, revert what came later (`git revert`) and ship that."
          : `Nothing was deployed. Ship a change that begins at ${base.branch} as it is now, and merge that.`,
      code: "gate-older-than-live",
    }),
  ];
}

/** What was merged is not (any more) what the base branch holds. */
export function notInBase(of: { number: number; url: string; merged: string; base: string }): Problem {
  return new Problem({
    what: `${of.base} does not hold what #${of.number} was merged as`,
    where: of.url,
    why: `the commit ${of.merged.slice(0, 8)} is not in it: somebody took it back, or rewrote the branch`,
    next: `Nothing was deployed. Look at ${of.base}; ship the change again if it is still wanted.`,
    code: "gate-not-in-base",
  });
}
