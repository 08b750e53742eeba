import { qualifiedName } from "../../database/identifiers.ts";
import { countEach } from "../count-each.ts";
import { sampleSeed } from "../selection/row-hash.ts";
import type { Source } from "../source/source.ts";
import type { Relation } from "./relations.ts";

/** Up to this size a table is counted; beyond it its rows are estimated from its pages. */
const countedPages = 400;
/** So many pages tell whether the statistics are still true, and so many make up for them. */
const checkedPages = 40;
const probedPages = 200;
/** A look at few pages is this far off by chance; what is further off is out of date. */
const tolerance = 0.3;

/**
 * Rows by oid: counted where that is cheap, else pages times rows per page. ANALYZE knows those best where its word
 * still holds: it is checked against some pages, since it never looked (`reltuples` is -1), or before most rows were
 * deleted. The pages looked at are always the same, so that a standby gives the same answer.
 */
export async function countRows(source: Source, relations: readonly Relation[]): Promise<Map<number, number>> {
  const small = relations.filter(({ pages }) => pages <= countedPages);
  const big = relations.filter(({ pages }) => pages > countedPages);
  const known = big.filter(({ density }) => density !== null);
  const [counted, checks] = await Promise.all([look(source, small, countedPages), look(source, known, checkedPages)]);
  const trusted = known.filter((relation) => holds(relation, checks.get(relation.oid) ?? 0));
  const probed = await look(
    source,
    big.filter((relation) => !trusted.includes(relation)),
    probedPages,
  );
  const estimated = trusted.map(({ oid, pages, density }) => [oid, Math.round(pages * (density ?? 0))] as const);
  return new Map([...counted, ...probed, ...estimated]);
}

function holds({ pages, density }: Relation, rows: number): boolean {
  const expected = pages * (density ?? 0);
  return Math.abs(rows - expected) <= tolerance * expected;
}

/** Rows by oid, from this many pages of each table; exact where a table has no more. */
async function look(source: Source, relations: readonly Relation[], most: number): Promise<Map<number, number>> {
  const shareOf = ({ pages }: Relation) => Math.min(1, most / pages);
  const counts = await countEach(
    source.query,
    relations.map((relation) => rowsOf(relation, shareOf(relation))),
  );
  return new Map(relations.map((one, index) => [one.oid, Math.round((counts[index] ?? 0) / shareOf(one))]));
}

function rowsOf(relation: Relation, share: number): string {
  const sample =
    share < 1 ? ` TABLESAMPLE SYSTEM (${100 * share}) REPEATABLE (${sampleSeed(0, relation.name, "count")})` : "";
  return `SELECT FROM ONLY ${qualifiedName(relation)}${sample}`;
}
