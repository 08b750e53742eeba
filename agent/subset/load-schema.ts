import { qualifiedName } from "../database/identifiers.ts";
import type { DumpedIndex, DumpedSchema } from "../database/schema-dumper.ts";
import type { Leaf, Table } from "./catalogue.ts";
import type { TargetDatabase } from "./target-database.ts";

/** Up to this size in the source a table gets its indexes before its rows: all at once, while rows are still chosen. */
const smallPages = 32;

/** The indexes of big tables, which are made after the rows. */
export interface LateIndexes {
  of(leaf: Leaf): readonly DumpedIndex[];
}

/** Creates what rows need, and what costs nothing to have before them. */
export async function loadSchema(
  target: TargetDatabase,
  { preData, indexes }: DumpedSchema,
  tables: Promise<Iterable<Table>>,
): Promise<LateIndexes> {
  await target.runSchema(preData);
  const big = new Set<string>();
  for (const { leaves } of await tables) {
    for (const leaf of leaves) if (leaf.pages > smallPages) big.add(qualifiedName(leaf));
  }
  const byTable = Map.groupBy(indexes, ({ schema, table }) => qualifiedName({ schema, name: table }));
  const early = [...byTable].flatMap(([table, some]) => (big.has(table) ? [] : some));
  if (early.length > 0) await target.runSchema(indexSql(early));
  return { of: (leaf) => (big.has(qualifiedName(leaf)) ? (byTable.get(qualifiedName(leaf)) ?? []) : []) };
}

/** Statements for one transaction. A dump's own search path is empty. */
export function indexSql(indexes: readonly DumpedIndex[]): string {
  return `SET search_path = ''; ${indexes.map(({ sql }) => sql).join("\n")}`;
}
