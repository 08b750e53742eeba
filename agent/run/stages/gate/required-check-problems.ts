import type { BranchRules, PullRequest } from "../../../forge/forge.ts";
import { Problem } from "../../../problem.ts";
import { type CheckReports, reportedNames } from "./check-reports.ts";
import { pendingCode } from "./pending-code.ts";

/** The checks that the base's rules demand and that have said nothing of this commit, as one problem. */
export function requiredCheckProblems(
  { checks }: BranchRules,
  reports: CheckReports,
  { head, base, url }: PullRequest,
): Problem[] {
  if (!reports.runs) return [];
  const reported = new Set(reportedNames(reports).map(folded));
  const missing = checks.filter((name) => !reported.has(folded(name)));
  if (missing.length === 0) return [];
  return [
    new Problem({
      what: `${missing.length === 1 ? "A required check has" : `${missing.length} required checks have`} not reported`,
      where: url,
      why: `the rules of ${base.branch} demand ${missing.join(", ")}, and nothing is known of it for ${head.sha.slice(0, 8)}`,
      next: "Wait for them, then try again. What never begins has to be looked into on GitHub.",
      code: pendingCode,
    }),
  ];
}

/** GitHub tells contexts apart whatever their case. */
function folded(name: string): string {
  return name.toLowerCase();
}
