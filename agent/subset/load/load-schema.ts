import { qualifiedName, quoteLiteral } from "../../database/identifiers.ts";
import type { DumpedIndex, DumpedSchema } from "../../database/schema-dumper.ts";
import type { Leaf, Table } from "../catalogue/catalogue.ts";
import type { TargetDatabase } from "./target-database.ts";

/** Up to this size in the source a table gets its indexes before its rows: all at once, while rows are still chosen. */
const smallPages = 32;

/** The indexes that are made after the rows. */
export interface LateIndexes {
  /** One transaction for a table; undefined where it has its indexes already. */
  sqlFor(leaf: Leaf): string | undefined;
}

/**
 * Creates what rows need, and what costs nothing to have before them.
 * @param searchPath the source's: functions in indexes may rely on it.
 */
export async function loadSchema(
  target: TargetDatabase,
  { preData, indexes }: DumpedSchema,
  searchPath: string,
  tables: Promise<Iterable<Table>>,
): Promise<LateIndexes> {
  await target.runSchema(preData);
  const sql = (some: readonly DumpedIndex[]) =>
    [
      `SELECT pg_catalog.set_config('search_path', ${quoteLiteral(searchPath)}, false);`,
      ...some.map((one) => one.sql),
    ].join("\n");
  const byTable = Map.groupBy(indexes, ({ schema, table }) => qualifiedName({ schema, name: table }));
  const late = new Map<string, string>();
  for (const leaf of [...(await tables)].flatMap(({ leaves }) => leaves)) {
    const name = qualifiedName(leaf);
    const own = byTable.get(name) ?? [];
    if (own.length > 0 && (leaf.pages > smallPages || !own.every(isPlain))) late.set(name, sql(own));
  }
  const early = [...byTable].flatMap(([name, own]) => (late.has(name) ? [] : own));
  if (early.length > 0) await target.runSchema(sql(early));
  return { sqlFor: (leaf) => late.get(qualifiedName(leaf)) };
}

/** An index of nothing but columns: rows are loaded without the search path that an expression may need. */
export function isPlain({ sql }: DumpedIndex): boolean {
  return !/ (WHERE|EXCLUDE) /.test(sql) && sql.split("(").length <= 2;
}
