import { collation, sequenceOptions, storageOptions, userSchema } from "./query-parts.ts";
import type { CatalogueQuery } from "./schema-object.ts";

/** Since PostgreSQL 18 a column's NOT NULL is a constraint with a name; before, there is none and the word stands alone. */
const notNull = `CASE WHEN a.attnotnull THEN CASE
    WHEN nn.conname IS NULL THEN ' NOT NULL'
    WHEN nn.convalidated AND (nn.conislocal OR c.relispartition)
      THEN format(' CONSTRAINT %I NOT NULL', nn.conname) || CASE WHEN nn.connoinherit THEN ' NO INHERIT' ELSE '' END
  END END`;

const generated = `CASE a.attgenerated
    WHEN 's' THEN ' GENERATED ALWAYS AS (' || pg_get_expr(e.adbin, e.adrelid) || ') STORED'
    WHEN 'v' THEN ' GENERATED ALWAYS AS (' || pg_get_expr(e.adbin, e.adrelid) || ') VIRTUAL' END`;

/** An identity without a sequence of its own is a partition's: attaching it brings the parent's. */
const identity = `' GENERATED ' || CASE a.attidentity WHEN 'a' THEN 'ALWAYS' WHEN 'd' THEN 'BY DEFAULT' END
    || ' AS IDENTITY (SEQUENCE NAME ' || s.seqrelid::regclass || ' ' || ${sequenceOptions} || ')'`;

const columns = `(SELECT string_agg(E'\\n  ' || concat(quote_ident(a.attname), ' ', format_type(a.atttypid, a.atttypmod),
      ${collation("a.attcollation", "t.typcollation")}, ${generated}, ${identity}, ${notNull}), ',' ORDER BY a.attnum)
    FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
      LEFT JOIN pg_attrdef e ON e.adrelid = a.attrelid AND e.adnum = a.attnum
      LEFT JOIN pg_constraint nn ON nn.conrelid = a.attrelid AND nn.contype = 'n' AND nn.conkey = ARRAY[a.attnum]
      LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
        AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum AND d.deptype = 'i'
      LEFT JOIN pg_sequence s ON s.seqrelid = d.objid
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND (a.attislocal OR c.relispartition))`;

/** A child adds NOT NULL to a column that it has from its parent. */
const inheritedNotNull = `(SELECT string_agg(CASE
      WHEN nn.conname IS NULL THEN format(' ALTER TABLE ONLY %s ALTER COLUMN %I SET NOT NULL;', c.oid::regclass, a.attname)
      WHEN nn.conislocal AND nn.convalidated
        THEN format(' ALTER TABLE ONLY %s ADD CONSTRAINT %I NOT NULL %I;', c.oid::regclass, nn.conname, a.attname)
      END, '' ORDER BY a.attnum)
    FROM pg_attribute a
      LEFT JOIN pg_constraint nn ON nn.conrelid = a.attrelid AND nn.contype = 'n' AND nn.conkey = ARRAY[a.attnum]
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attnotnull
      AND NOT a.attislocal AND NOT c.relispartition)`;

const parents = `(SELECT ' INHERITS (' || string_agg(i.inhparent::regclass::text, ', ' ORDER BY i.inhseqno) || ')'
    FROM pg_inherits i WHERE i.inhrelid = c.oid AND NOT c.relispartition)`;

/** Tables of all kinds. A partition is made on its own and attached later, which keeps the order of its columns. */
const tables: CatalogueQuery = {
  kind: "table",
  sql: `SELECT 'pg_class/' || c.oid AS id, n.nspname AS schema, c.oid::regclass::text AS name,
      concat('CREATE ', CASE c.relpersistence WHEN 'u' THEN 'UNLOGGED ' END, 'TABLE ', c.oid::regclass, ' (', ${columns},
        E'\\n)', ${parents}, CASE WHEN c.relkind = 'p' THEN ' PARTITION BY ' || pg_get_partkeydef(c.oid) END,
        CASE WHEN m.amname <> 'heap' THEN ' USING ' || quote_ident(m.amname) END,
        ${storageOptions("c.reloptions")}, ';', ${inheritedNotNull}) AS sql
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_am m ON m.oid = c.relam
    WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't' AND ${userSchema}`,
};

const attachments: CatalogueQuery = {
  kind: "partition attachment",
  sql: `SELECT 'attachment/' || c.oid AS id, n.nspname AS schema, c.oid::regclass::text AS name, 'pg_class/' || c.oid AS "table",
      format('ALTER TABLE ONLY %s ATTACH PARTITION %s %s;', i.inhparent::regclass, c.oid::regclass,
        pg_get_expr(c.relpartbound, c.oid)) AS sql, ARRAY['pg_class/' || c.oid, 'pg_class/' || i.inhparent] AS needs
    FROM pg_class c JOIN pg_inherits i ON i.inhrelid = c.oid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relispartition AND c.relkind IN ('r', 'p') AND ${userSchema}`,
};

/** Apart from their table, so that a default may call a function that takes the table's row, or a sequence it owns. */
const defaults: CatalogueQuery = {
  kind: "default",
  sql: `SELECT 'pg_attrdef/' || e.oid AS id, n.nspname AS schema, format('%s.%I', c.oid::regclass, a.attname) AS name,
      'pg_class/' || c.oid AS "table",
      format('ALTER TABLE ONLY %s ALTER COLUMN %I SET DEFAULT %s;', c.oid::regclass, a.attname,
        pg_get_expr(e.adbin, e.adrelid)) AS sql
    FROM pg_attrdef e JOIN pg_class c ON c.oid = e.adrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_attribute a ON a.attrelid = e.adrelid AND a.attnum = e.adnum
    WHERE a.attgenerated = '' AND c.relkind <> 'f' AND ${userSchema}`,
};

export const tableQueries: readonly CatalogueQuery[] = [tables, attachments, defaults];
