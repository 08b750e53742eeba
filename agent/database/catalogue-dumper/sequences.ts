import { sequenceOptions, userSchema } from "./query-parts.ts";
import type { CatalogueQuery } from "./schema-object.ts";

/** Sequences but those of identity columns, which come with their column. Their values are data and not read here. */
export const sequenceQueries: readonly CatalogueQuery[] = [
  {
    kind: "sequence",
    sql: `SELECT 'pg_class/' || c.oid AS id, n.nspname AS schema, c.oid::regclass::text AS name,
        concat('CREATE ', CASE c.relpersistence WHEN 'u' THEN 'UNLOGGED ' END, 'SEQUENCE ', c.oid::regclass, ' AS ',
          s.seqtypid::regtype, ' ', ${sequenceOptions}, ' OWNED BY ' || owner.col, ';') AS sql
      FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN LATERAL (SELECT format('%s.%I', a.attrelid::regclass, a.attname) AS col
        FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass
          AND d.deptype = 'a') owner ON true
      WHERE ${userSchema} AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
        AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'i')`,
  },
];
