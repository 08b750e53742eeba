import { isAbort, Problem } from "../../problem.ts";
import type { RunState } from "../../protocol/fold-run.ts";

export const exitCodes = { done: 0, failed: 1, usage: 2, cancelled: 130 } as const;

export function exitCodeOfRun({ status, problem }: Pick<RunState, "status" | "problem">): number {
  if (status === "succeeded") return exitCodes.done;
  if (status === "failed") return problem?.usage ? exitCodes.usage : exitCodes.failed;
  // Cancelled, or still going on after this terminal has let go of it.
  return exitCodes.cancelled;
}

export function exitCodeOfError(error: unknown): number {
  if (isAbort(error)) return exitCodes.cancelled;
  return error instanceof Problem && error.usage ? exitCodes.usage : exitCodes.failed;
}
