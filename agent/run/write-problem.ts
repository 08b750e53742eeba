import { Problem } from "../problem.ts";

const full: readonly (string | undefined)[] = ["ENOSPC", "EDQUOT"];

/** Whether an error, or what caused it, is the system's word for a disk, or a person's share of it, that is full. */
export function isDiskFull(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (full.includes((cause as NodeJS.ErrnoException).code)) return true;
  }
  return false;
}

/**
 * The Problem for something of Slipway's own that could not be written: code "disk-full" or "not-written".
 * @param where the file or folder, where the error itself does not name one.
 */
export function writeProblem(error: unknown, where: string): Problem {
  if (error instanceof Problem) return error;
  const { path, message } = error as NodeJS.ErrnoException;
  const isFull = isDiskFull(error);
  return new Problem({
    what: isFull ? "The disk is full" : "A file of the run could not be written",
    where: path ?? where,
    why: message,
    next: isFull
      ? "Make room (`slipway clean` removes what nothing needs), then start it again."
      : "Mend what the system says of it, then start it again.",
    code: isFull ? "disk-full" : "not-written",
    cause: error,
  });
}
