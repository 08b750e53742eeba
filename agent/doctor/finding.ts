import type { Problem } from "../problem.ts";
import type { Finding } from "../protocol/finding.ts";

/** What stands in the way, in the words that the run itself would end with. */
export function findingOf(check: string, level: "warning" | "error", problem: Problem): Finding {
  const { what, where, why, next } = problem;
  return { check, level, what, where, why, next };
}
