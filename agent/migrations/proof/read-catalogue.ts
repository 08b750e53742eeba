import type { Client } from "pg";
import type { Catalogue, CatalogueColumn, CatalogueTable, Condition, ForeignKey, UniqueKey } from "./catalogue.ts";

type Of<Part> = Part & { readonly table: string };
type Head = Omit<CatalogueTable, "columns" | "keys" | "foreignKeys" | "conditions">;

/** Reads what the tables of a database promise; the system's own are left out. */
export async function readCatalogue(client: Client): Promise<Catalogue> {
  const heads = await client.query<Head>(tablesSql);
  const columns = byTable((await client.query<Of<CatalogueColumn>>(columnsSql)).rows);
  const keys = byTable((await client.query<Of<UniqueKey>>(keysSql)).rows);
  const foreignKeys = byTable((await client.query<Of<ForeignKey>>(foreignKeysSql)).rows);
  const conditions = byTable((await client.query<Of<Condition>>(conditionsSql)).rows);
  return heads.rows.map((head) => ({
    ...head,
    columns: columns.get(head.oid) ?? [],
    keys: keys.get(head.oid) ?? [],
    foreignKeys: foreignKeys.get(head.oid) ?? [],
    conditions: conditions.get(head.oid) ?? [],
  }));
}

function byTable<Part>(rows: readonly Of<Part>[]): Map<string, Part[]> {
  const found = new Map<string, Part[]>();
  for (const { table, ...part } of rows) found.set(table, [...(found.get(table) ?? []), part as Part]);
  return found;
}

const ours = `c.relkind IN ('r', 'p') AND c.relpersistence <> 't' AND c.relnamespace IN
  (SELECT oid FROM pg_namespace WHERE nspname <> 'information_schema' AND nspname !~ '^pg_')`;

const tablesSql = `
  SELECT c.oid::text, n.nspname AS schema, c.relname AS name, c.relkind = 'p' AS partitioned,
    ARRAY(SELECT inhparent::text FROM pg_inherits WHERE inhrelid = c.oid ORDER BY inhseqno) AS parents
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${ours} ORDER BY 2, 3`;

// Since PostgreSQL 18 a NOT NULL may wait for its validation, as a CHECK may.
const columnsSql = `
  SELECT a.attrelid::text AS table, a.attnum AS number, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
    a.attnotnull AND NOT EXISTS (SELECT FROM pg_constraint v
      WHERE v.conrelid = c.oid AND v.contype = 'n' AND v.conkey = ARRAY[a.attnum] AND NOT v.convalidated) AS "notNull"
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
  WHERE ${ours} AND a.attnum > 0 AND NOT a.attisdropped ORDER BY 1, 2`;

// The keys of partitions are parts of their table's. NULLS NOT DISTINCT there is since PostgreSQL 15.
const keysSql = `
  SELECT i.indrelid::text AS table, x.oid::text, x.relname AS name, (i.indkey::int2[])[0:i.indnkeyatts - 1] AS columns,
    coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false) AS "nullsNotDistinct",
    i.indexprs IS NULL AND i.indpred IS NULL AND NOT EXISTS (
      SELECT FROM generate_series(0, i.indnkeyatts - 1) k
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[k]
        JOIN pg_opclass o ON o.oid = i.indclass[k]
      WHERE NOT o.opcdefault OR i.indcollation[k] <> a.attcollation) AS plain
  FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class c ON c.oid = i.indrelid
  WHERE ${ours} AND i.indisunique AND i.indisvalid AND NOT x.relispartition ORDER BY 1, 3`;

const foreignKeysSql = `
  SELECT f.conrelid::text AS table, f.conkey AS columns, f.confrelid::text AS parent, f.confkey AS "parentColumns",
    f.confmatchtype = 'f' AS full, f.convalidated AS validated
  FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid
  WHERE ${ours} AND f.contype = 'f' AND f.conparentid = 0 ORDER BY 1, f.conname`;

const conditionsSql = `
  SELECT k.conrelid::text AS table, k.oid::text, CASE k.contype WHEN 'c' THEN 'CHECK' ELSE 'EXCLUDE' END AS kind,
    k.conname AS name, coalesce(k.conkey, '{}') AS columns,
    regexp_replace(pg_get_constraintdef(k.oid), ' NOT VALID$', '') AS definition,
    k.convalidated AS validated
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
  WHERE ${ours} AND k.contype IN ('c', 'x') AND k.conislocal ORDER BY 1, 4`;
