import type { Forge } from "../../../forge/forge.ts";
import { Problem } from "../../../problem.ts";
import { pendingCode } from "./pending-code.ts";

/** The checks that others than Slipway have reported of a commit, each once. */
export async function knownChecks(forge: Forge, commit: string): Promise<string[]> {
  const [statuses, runs] = await Promise.all([forge.statuses(commit), forge.checkRuns(commit)]);
  const names = [...statuses.map(({ context }) => context), ...(runs ?? []).map(({ name }) => name)];
  return [...new Set(names.filter((name) => !name.startsWith("slipway/")))].sort();
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
  const missing = [...new Set(expected).difference(new Set(await knownChecks(forge, commit)))];
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
