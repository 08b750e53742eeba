import { qualifiedName } from "../database/identifiers.ts";
import type { Relation } from "./relations.ts";
import { sampleSeed } from "./row-hash.ts";
import type { Source } from "./source.ts";

/** Up to this size a table is counted; beyond it its rows are estimated from its pages. */
const countedPages = 400;
const probedPages = 200;

/**
 * Rows by oid: counted where that is cheap, else pages times the rows per page, which ANALYZE or a probe of some
 * pages knows. (`reltuples` alone is -1 before the first ANALYZE and old after it.)
 */
export async function countRows(source: Source, relations: readonly Relation[]): Promise<Map<number, number>> {
  const counted = relations.filter(({ pages, density }) => pages <= countedPages || density === null);
  const estimates = relations.flatMap(({ oid, pages, density }): [number, number][] =>
    density === null ? [] : [[oid, Math.round(pages * density)]],
  );
  const counts = await Promise.all(batches(counted, 200).map((batch) => count(source, batch)));
  return new Map([...estimates, ...counts.flat()]);
}

async function count(source: Source, relations: readonly Relation[]): Promise<[number, number][]> {
  const shares = relations.map(({ pages }) => (pages <= countedPages ? 1 : probedPages / pages));
  const selects = relations.map((relation, index) => {
    const share = shares[index] ?? 1;
    const sample =
      share < 1 ? ` TABLESAMPLE SYSTEM (${100 * share}) REPEATABLE (${sampleSeed(0, relation.name, "count")})` : "";
    return `SELECT ${index} AS index, count(*)::float8 AS rows FROM ONLY ${qualifiedName(relation)}${sample}`;
  });
  const rows = await source.query<{ index: number; rows: number }>(selects.join(" UNION ALL "));
  return rows.map(({ index, rows }) => [relations[index]?.oid ?? 0, Math.round(rows / (shares[index] ?? 1))]);
}

function batches<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, batch) =>
    items.slice(batch * size, (batch + 1) * size),
  );
}
