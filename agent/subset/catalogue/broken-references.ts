import { quoteIdentifier } from "../../database/identifiers.ts";
import { countEach } from "../count-each.ts";
import type { Source } from "../source/source.ts";
import { isAmong, type Reference } from "./references.ts";
import { tableRows } from "./table-rows.ts";

/** How many rows break each of these references, in the source or in the target. */
export async function countBreaking(
  query: Source["query"],
  references: readonly Reference[],
): Promise<Map<Reference, number>> {
  const counts = await countEach(query, references.map(breakingRows));
  return new Map(references.map((reference, index) => [reference, counts[index] ?? 0]));
}

/** Those of the references that rows of the source itself break. One such row is enough, so that none is counted. */
export async function brokenBySource(source: Source, references: readonly Reference[]): Promise<Reference[]> {
  const answers = await Promise.all(
    references.map((reference) =>
      source.query<{ broken: boolean }>(`SELECT EXISTS (${breakingRows(reference)}) AS broken`),
    ),
  );
  return references.filter((_, index) => answers[index]?.[0]?.broken);
}

/** Rows whose parent is missing, and under MATCH FULL those with half a key. */
function breakingRows(reference: Reference): string {
  const { child, parent, pairs, when, parentLeaves, matchFull } = reference;
  const columns = pairs.map((pair) => `t.${quoteIdentifier(pair.child)}`);
  const found = [
    ...pairs.map((pair, index) => `p.${quoteIdentifier(pair.parent)} ${pair.operator} ${columns[index]}`),
    ...(parentLeaves === undefined ? [] : [isAmong("p", parentLeaves)]),
  ];
  const missing = [
    ...columns.map((column) => `${column} IS NOT NULL`),
    `NOT EXISTS (SELECT FROM ${tableRows(parent, "p")} WHERE ${found.join(" AND ")})`,
  ];
  const half = `num_nulls(${columns.join(", ")}) BETWEEN 1 AND ${columns.length - 1}`;
  const conditions = [missing.join(" AND "), ...(matchFull ? [half] : [])];
  return conditions
    .map((one) => `SELECT FROM ${tableRows(child, "t")} WHERE ${one}${when === undefined ? "" : ` AND (${when})`}`)
    .join(" UNION ALL ");
}
