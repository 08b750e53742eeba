import { Problem } from "../problem.ts";

/** What is wrong with `mask` in slipway.json, before anything has been read for it. */
export function invalidMask(what: string, where: string, next: string, why?: string): Problem {
  return new Problem({ what, where, why, next, code: "config-invalid", usage: true });
}
