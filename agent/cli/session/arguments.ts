import { InvalidArgumentError } from "commander";

/** Reads a positive whole number from the command line; `#7` is 7. */
export function wholeNumber(text: string): number {
  const digits = /^#?(\d{1,9})$/.exec(text)?.[1];
  if (digits === undefined || Number(digits) === 0) throw new InvalidArgumentError("It must be a whole number.");
  return Number(digits);
}
