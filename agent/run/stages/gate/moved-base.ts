import { Problem } from "../../../problem.ts";

/** The base has commits that a pull request lacks, and they cannot be brought in here. */
export function movedBase(
  { number, url }: { number: number; url: string },
  base: string,
  { why, next }: { why: string; next: string },
): Problem {
  return new Problem({
    what: `${base} has moved, and #${number} lacks what is new`,
    where: url,
    why,
    next,
    code: "gate-behind",
  });
}
