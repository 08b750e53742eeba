import { quoteIdentifier } from "../../database/identifiers.ts";
import type { Reference } from "../catalogue/references.ts";

/** The condition on a child row `t` that a reference of it is none. */
export function withoutParent({ pairs, when }: Reference): string {
  const nulls = pairs.map(({ child }) => `t.${quoteIdentifier(child)} IS NULL`);
  return [...nulls, ...(when === undefined ? [] : [`(${when}) IS NOT TRUE`])].join(" OR ");
}
