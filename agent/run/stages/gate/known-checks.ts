import type { Forge } from "../../../forge/forge.ts";
import { Problem } from "../../../problem.ts";
import type { Repository } from "../../../repository/repository.ts";
import { pendingCode } from "./pending-code.ts";

/** Merges of the base that are looked behind: a release that goes round again has made some itself. */
const mostMerges = 5;

/**
 * The checks that others than Slipway run on a branch, by name: those reported of its head, and where that is a merge, on
 * which they may not have begun, those of the commit that it was before.
 */
export async function knownChecks(forge: Forge, repository: Repository, head: string): Promise<string[]> {
  const names = new Set<string>();
  let commit: string | undefined = head;
  for (let merges = 0; commit !== undefined && merges <= mostMerges; merges++) {
    for (const name of await reportedChecks(forge, commit)) names.add(name);
    const merged: string | undefined = await repository.commit(`${commit}^2`);
    commit = merged && (await repository.commit(`${commit}^1`));
  }
  return [...names].sort();
}

async function reportedChecks(forge: Forge, commit: string): Promise<string[]> {
  const [statuses, runs] = await Promise.all([forge.statuses(commit), forge.checkRuns(commit)]);
  const names = [...statuses.map(({ context }) => context), ...(runs ?? []).map(({ name }) => name)];
  return names.filter((name) => !name.startsWith("slipway/"));
}

/**
 * The checks that the commit before had and this one lacks, as one problem: a CI begins a moment after a push, and what
 * has not begun is not green.
 */
export async function missingChecks(
  forge: Forge,
  expected: readonly string[],
  { commit, url }: { readonly commit: string; readonly url: string },
): Promise<Problem[]> {
  if (expected.length === 0) return [];
  const missing = [...new Set(expected).difference(new Set(await reportedChecks(forge, commit)))];
  if (missing.length === 0) return [];
  return [
    new Problem({
      what: `${missing.length === 1 ? "A check has" : `${missing.length} checks have`} not begun`,
      where: url,
      why: `${missing.join(", ")} reported of the commit before, and not of ${commit.slice(0, 8)}`,
      next: "Look at the pull request's page. Where it is right that nothing runs there, merge again: the branch is up to date now.",
      code: pendingCode,
    }),
  ];
}
