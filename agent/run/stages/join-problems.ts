import { Problem } from "../../problem.ts";

/** Several problems as one error: a single one stands for itself, more become a list. */
export function joinProblems(what: string, problems: readonly Problem[]): Problem {
  const [first, ...more] = problems;
  if (first && more.length === 0) return first;
  return new Problem({
    what,
    why: problems.map((problem) => `\n- ${problem.message.replaceAll("\n", "\n  ")}`).join(""),
    next: "Mend each of them, then try again.",
    code: first?.code,
    usage: problems.every((problem) => problem.usage),
  });
}
