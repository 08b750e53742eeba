import { qualifiedName, quoteIdentifier } from "../../database/identifiers.ts";
import type { Source } from "../source/source.ts";
import type { Table } from "./catalogue.ts";
import type { Reference } from "./references.ts";

/** True where rows of the source itself break this reference. */
export async function hasOwnOrphans(source: Source, reference: Reference): Promise<boolean> {
  const { child, parent, pairs, when, parentLeaf } = reference;
  const present = pairs.map((pair) => `t.${quoteIdentifier(pair.child)} IS NOT NULL`);
  const equal = pairs.map(
    (pair) => `p.${quoteIdentifier(pair.parent)} ${pair.operator} t.${quoteIdentifier(pair.child)}`,
  );
  const leaf = parentLeaf === undefined ? [] : [`p.tableoid = ${parentLeaf}::oid`];
  const conditions = when === undefined ? present : [...present, `(${when})`];
  const [answer] = await source.query<{ broken: boolean }>(
    `SELECT EXISTS (SELECT FROM ${rowsOf(child)} AS t WHERE ${conditions.join(" AND ")}
        AND NOT EXISTS (SELECT FROM ${rowsOf(parent)} AS p
                        WHERE ${[...equal, ...leaf].join(" AND ")})) AS broken`,
  );
  return answer?.broken ?? false;
}

function rowsOf(table: Table): string {
  return `${table.partitioned ? "" : "ONLY "}${qualifiedName(table)}`;
}
