import type { PullRequest } from "../../../forge/forge.ts";
import { Problem } from "../../../problem.ts";
import type { Repository } from "../../../repository/repository.ts";
import type { Release } from "../../../target/target.ts";
import { inWords, standingTo } from "../live-standing.ts";

/**
 * Why what was merged may not go live any more. A merge and its deploy can be far apart (an interruption, a merge on
 * the web), and others may have gone live in between.
 */
export async function mergedProblems(
  { number, url, mergeCommitSha }: PullRequest,
  {
    repository,
    base,
    live,
  }: { repository: Repository; base: { branch: string; sha: string }; live: () => Promise<Release | undefined> },
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
