import { quoteIdentifier } from "../../database/identifiers.ts";
import type { Source } from "../source/source.ts";
import { isAmong, type Reference } from "./references.ts";
import { tableRows } from "./table-rows.ts";

/** True where rows of the source itself break this reference. */
export async function hasOwnOrphans(source: Source, reference: Reference): Promise<boolean> {
  const { child, parent, pairs, when, parentLeaves } = reference;
  const present = pairs.map((pair) => `t.${quoteIdentifier(pair.child)} IS NOT NULL`);
  const equal = pairs.map(
    (pair) => `p.${quoteIdentifier(pair.parent)} ${pair.operator} t.${quoteIdentifier(pair.child)}`,
  );
  const leaf = parentLeaves === undefined ? [] : [isAmong("p", parentLeaves)];
  const conditions = when === undefined ? present : [...present, `(${when})`];
  const [answer] = await source.query<{ broken: boolean }>(
    `SELECT EXISTS (SELECT FROM ${tableRows(child, "t")} WHERE ${conditions.join(" AND ")}
        AND NOT EXISTS (SELECT FROM ${tableRows(parent, "p")}
                        WHERE ${[...equal, ...leaf].join(" AND ")})) AS broken`,
  );
  return answer?.broken ?? false;
}
