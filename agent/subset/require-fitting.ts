import { Problem } from "../problem.ts";

/** @throws Problem (usage) when the target's server is older than the source's. */
export function requireFitting(source: { readonly major: number }, target: { readonly major: number }): void {
  if (target.major >= source.major) return;
  throw new Problem({
    what: "The target is older than the source",
    why: `it is PostgreSQL ${target.major}, the source is ${source.major}`,
    next: `Use a target of version ${source.major} or newer.`,
    code: "target-too-old",
    usage: true,
  });
}
