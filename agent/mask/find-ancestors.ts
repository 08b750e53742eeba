import type { Client } from "pg";
import type { ColumnFacts } from "./column-facts.ts";
import type { ColumnRow } from "./columns-query.ts";

type Ancestor = ColumnFacts["ancestors"][number];

/** Also tables that are left out. Partitions are no tables of their own here. */
const ancestorsQuery = `
  WITH RECURSIVE heirs AS (
    SELECT inhrelid, inhparent, 1 AS distance FROM pg_inherits
     UNION SELECT h.inhrelid, i.inhparent, h.distance + 1 FROM heirs h JOIN pg_inherits i ON i.inhrelid = h.inhparent)
  SELECT h.inhrelid AS oid, c.attname AS column, n.nspname AS schema, p.relname AS table
    FROM heirs h JOIN pg_class p ON p.oid = h.inhparent AND p.relkind = 'r'
    JOIN pg_namespace n ON n.oid = p.relnamespace
    JOIN pg_attribute c ON c.attrelid = p.oid AND c.attnum > 0 AND NOT c.attisdropped
   ORDER BY h.distance, 3, 4`;

/** Finds the tables that a column is inherited from, the nearest first. */
export async function findAncestors(client: Client): Promise<(column: ColumnRow) => readonly Ancestor[]> {
  const { rows } = await client.query<Ancestor & Pick<ColumnRow, "oid" | "column">>(ancestorsQuery);
  const idOf = ({ oid, column }: Pick<ColumnRow, "oid" | "column">) => `${oid}.${column}`;
  const ancestors = Map.groupBy(rows, idOf);
  return (column) => (ancestors.get(idOf(column)) ?? []).map(({ schema, table }) => ({ schema, table }));
}
