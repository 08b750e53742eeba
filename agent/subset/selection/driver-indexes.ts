import type { Reference } from "../catalogue/references.ts";
import type { Source } from "../source/source.ts";

/** Those of the references whose child rows an index finds: one that begins with their columns, in whatever order. */
export async function indexedReferences(source: Source, references: readonly Reference[]): Promise<Set<Reference>> {
  const tables = [...new Set(references.map(({ child }) => child.oid))];
  const indexes = await source.query<{ table: number; columns: string[] }>(
    `SELECT i.indrelid AS table, array_agg(a.attname::text ORDER BY k.position) AS columns
       FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(number, position)
       JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number
      WHERE i.indrelid = ANY ($1::oid[]) AND i.indisvalid AND i.indpred IS NULL AND k.position <= i.indnkeyatts
      GROUP BY i.indexrelid, i.indrelid`,
    [tables],
  );
  const byTable = Map.groupBy(indexes, ({ table }) => table);
  const isIndexed = ({ child, pairs }: Reference) =>
    byTable.get(child.oid)?.some(({ columns }) => {
      const first = new Set(columns.slice(0, pairs.length));
      return first.size === pairs.length && pairs.every((pair) => first.has(pair.child));
    });
  return new Set(references.filter(isIndexed));
}
