import type { Source } from "../source/source.ts";
import { countRows } from "./count-rows.ts";
import type { Relation } from "./relations.ts";

/** One table as people see it: a partition tree is one table. */
export interface Table {
  readonly schema: string;
  readonly name: string;
  readonly oid: number;
  readonly partitioned: boolean;
  /** Oids of the tables that it inherits from: rows of it count as rows of those to whoever does not say ONLY. */
  readonly inherits: readonly number[];
  /** True where a foreign table inherits from it, over others or not: ANALYZE would ask another server. */
  readonly foreignHeirs: boolean;
  /** Where its rows lie: itself, or its partitions. */
  readonly leaves: readonly Leaf[];
  /** True where some partition is left out, such as a foreign table: only the leaves may be read, not the tree. */
  readonly partial: boolean;
  /** Those that are copied: neither generated nor dropped. */
  readonly columns: readonly Column[];
  /** Those that are computed again; conditions may name them. */
  readonly generated: readonly Column[];
  readonly pages: number;
  /** Exact for small tables, else estimated. */
  readonly rows: number;
}

export interface Leaf {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly pages: number;
  /** Of values too wide for a page. */
  readonly toastPages: number;
}

export interface Column {
  readonly name: string;
  readonly type: string;
  /** False where the binary format holds numbers that mean something else in another database. */
  readonly binarySafe: boolean;
}

type TableColumns = Pick<Table, "columns" | "generated">;

/** The columns of these tables, in order, by the table's oid. */
async function readColumns(source: Source, tables: readonly number[]): Promise<Map<number, TableColumns>> {
  const rows = await source.query<Column & { table: number; generated: boolean }>(
    `SELECT a.attrelid AS table, a.attgenerated <> '' AS generated, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
            t.typtype IN ('b', 'e', 'r', 'm') AND t.typsend <> 0 AND t.typreceive <> 0 AND t.typname !~ '^_?reg'
              AND NOT (t.typcategory = 'A' AND t.typelem >= 16384)
              AND NOT (t.typtype IN ('r', 'm') AND t.oid >= 16384) AS "binarySafe"
       FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
      WHERE a.attrelid = ANY ($1::oid[]) AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY a.attrelid, a.attnum`,
    [tables],
  );
  const byTable = new Map(tables.map((table) => [table, { columns: [] as Column[], generated: [] as Column[] }]));
  for (const { table, generated, ...column } of rows) {
    byTable.get(table)?.[generated ? "generated" : "columns"].push(column);
  }
  return byTable;
}

/** All tables with their columns and row counts, in a fixed order. */
export async function readTables(source: Source, relations: readonly Relation[]): Promise<Table[]> {
  const roots = relations.filter(({ oid, root }) => oid === root);
  const [columns, counts] = await Promise.all([
    readColumns(
      source,
      roots.map(({ oid }) => oid),
    ),
    countRows(
      source,
      relations.filter(({ kind, pages }) => kind === "r" && pages > 0),
    ),
  ]);
  const known = new Set(relations.map(({ oid }) => oid));
  const trees = Map.groupBy(relations, ({ root }) => root);
  return roots.map(({ oid, schema, name, kind, inherits, foreignHeirs }) => {
    const tree = trees.get(oid) ?? [];
    const leaves = tree.filter((relation) => relation.kind === "r");
    return {
      oid,
      schema,
      name,
      partitioned: kind === "p",
      inherits,
      foreignHeirs,
      leaves: leaves.map(({ oid, schema, name, pages, toastPages }) => ({ oid, schema, name, pages, toastPages })),
      partial: tree.some(({ partitions }) => partitions.some((partition) => !known.has(partition))),
      columns: columns.get(oid)?.columns ?? [],
      generated: columns.get(oid)?.generated ?? [],
      pages: leaves.reduce((sum, leaf) => sum + leaf.pages, 0),
      rows: leaves.reduce((sum, leaf) => sum + (counts.get(leaf.oid) ?? 0), 0),
    };
  });
}
