import { asProblem, isAbort } from "../../problem.ts";
import { problemLines } from "../render/problem-lines.ts";
import type { Output } from "./output.ts";

/** Says what went wrong: up to four lines on stderr, or one object. Of a command that was cancelled nothing is said. */
export function reportError(out: Output, error: unknown): void {
  if (isAbort(error)) return;
  const problem = asProblem(error, "The command failed").toJSON();
  if (out.json) out.object({ kind: "error", ...problem });
  else out.note(problemLines(problem, out.paintNote));
}
