import type { Forge } from "../../../forge/forge.ts";
import { Problem } from "../../../problem.ts";
import type { Repository } from "../../../repository/repository.ts";
import { type CheckReports, readReports, reportedNames } from "./check-reports.ts";
import { pendingCode } from "./pending-code.ts";

/** Merges of the base that are looked behind: a release that goes round again has made some itself. */
const mostMerges = 5;

/**
 * The checks that others than Slipway run on a branch, by name: those reported of its head, and where that is a merge, on
 * which they may not have begun, those of the commit that it was before.
 */
export async function knownChecks(
  forge: Forge,
  repository: Repository,
  head: { readonly commit: string; readonly reports: CheckReports },
): Promise<string[]> {
  const names = new Set(othersChecks(head.reports));
  let { commit } = head;
  for (let merges = 0; merges < mostMerges; merges++) {
    const [before, merged] = [await repository.commit(`${commit}^1`), await repository.commit(`${commit}^2`)];
    if (before === undefined || merged === undefined) break;
    commit = before;
    for (const name of othersChecks(await readReports(forge, commit))) names.add(name);
  }
  return [...names].sort();
}

function othersChecks(reports: CheckReports): string[] {
  return reportedNames(reports).filter((name) => !name.startsWith("slipway/"));
}

/**
 * The checks that the commit before had and this one lacks, as one problem: a CI begins a moment after a push, and what
 * has not begun is not green.
 */
export function missingChecks(
  expected: readonly string[],
  reports: CheckReports,
  { commit, url }: { readonly commit: string; readonly url: string },
): Problem[] {
  const missing = [...new Set(expected).difference(new Set(reportedNames(reports)))];
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
