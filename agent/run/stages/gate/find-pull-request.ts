import type { Forge, PullRequest } from "../../../forge/forge.ts";
import { Problem } from "../../../problem.ts";
import { holdsAll } from "../../../repository/holds-all.ts";
import type { Repository } from "../../../repository/repository.ts";
import type { Release } from "../../../target/target.ts";
import { inWords, standingTo } from "../live-standing.ts";

/** What a pull request is looked for with. */
export interface PullRequestSearch {
  readonly repository: Repository;
  readonly forge: Forge;
  readonly base: { readonly sha: string };
  /** What is live; asked only where it matters, for it needs production's credentials. */
  readonly live: () => Promise<Release | undefined>;
}

/**
 * The pull request that a person means: the one that they name, the branch's open one, or its merged one that did not
 * get as far as production. @throws Problem "no-pull-request".
 */
export async function findPullRequest(search: PullRequestSearch, wanted: number | undefined): Promise<PullRequest> {
  const { repository, forge } = search;
  if (wanted !== undefined) return forge.pullRequest(wanted);
  const { branch, head } = await repository.state();
  if (branch === undefined || head === undefined) throw none("detached HEAD");
  const open = await forge.openPullRequestOf(branch);
  if (open) return open;
  const merged = await forge.mergedPullRequestOf(branch);
  if (!merged || !(await holdsAll(repository, merged.head.sha, head))) throw none(branch);
  const passed = await passedBy(search, merged);
  if (passed) throw none(branch, `#${merged.number} is merged, and part of what is live: ${inWords(passed)}`);
  return merged;
}

/** The release that is live and newer than what was merged. */
async function passedBy(
  { repository, base, live }: PullRequestSearch,
  { mergeCommitSha: merged }: PullRequest,
): Promise<Release | undefined> {
  if (merged === undefined || merged === base.sha || (await repository.commit(merged)) === undefined) return undefined;
  const now = await live();
  return (await standingTo(now, merged, repository)) === "before" ? now : undefined;
}

function none(where: string, why?: string): Problem {
  return new Problem({
    what: "There is no pull request to merge",
    where,
    why,
    next: "Ship the change first (`slipway ship`), or name a pull request: `slipway merge 12`.",
    code: "no-pull-request",
    usage: true,
  });
}
