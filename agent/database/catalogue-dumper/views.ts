import { storageOptions, userSchema } from "./query-parts.ts";
import type { CatalogueQuery } from "./schema-object.ts";

/** Views, and materialized views without their rows. */
export const viewQueries: readonly CatalogueQuery[] = [
  {
    kind: "view",
    sql: `SELECT 'pg_class/' || c.oid AS id, n.nspname AS schema, c.oid::regclass::text AS name,
        concat('CREATE ', CASE c.relkind WHEN 'm' THEN 'MATERIALIZED ' END, 'VIEW ', c.oid::regclass,
          ${storageOptions("c.reloptions")}, E' AS\\n', rtrim(pg_get_viewdef(c.oid), ';'),
          CASE c.relkind WHEN 'm' THEN ' WITH NO DATA' END, ';') AS sql
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('v', 'm') AND c.relpersistence <> 't' AND ${userSchema}`,
  },
];
