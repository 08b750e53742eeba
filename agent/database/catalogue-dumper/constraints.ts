import { storageOptions, userSchema } from "./query-parts.ts";
import type { CatalogueQuery, ObjectKind } from "./schema-object.ts";

function constraintQuery(kind: ObjectKind, where: string, sql: string, needs = "NULL::text[]"): CatalogueQuery {
  return {
    kind,
    sql: `SELECT 'pg_constraint/' || k.oid AS id, n.nspname AS schema, format('%I on %s', k.conname, c.oid::regclass) AS name,
        'pg_class/' || c.oid AS "table", ${sql} AS sql, ${needs} AS needs
      FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_index x ON x.indexrelid = k.conindid LEFT JOIN pg_class i ON i.oid = k.conindid
      WHERE c.relkind IN ('r', 'p') AND ${userSchema} AND ${where}`,
  };
}

function addConstraint(only: string): string {
  return `format('ALTER TABLE %s%s ADD CONSTRAINT %I %s;', ${only}, c.oid::regclass, k.conname, pg_get_constraintdef(k.oid))`;
}

/** What is said of an index after it is made. Aliases: `c` its table, `x` pg_index, `i` its pg_class. */
export const indexRemarks = `concat(
    CASE WHEN x.indisclustered THEN format(' ALTER TABLE %s CLUSTER ON %I;', c.oid::regclass, i.relname) END,
    CASE WHEN x.indisreplident AND c.relreplident = 'i'
      THEN format(' ALTER TABLE ONLY %s REPLICA IDENTITY USING INDEX %I;', c.oid::regclass, i.relname) END)`;

/** A check of a partitioned table comes after its partitions are attached: it reaches them from there. */
const checks = constraintQuery(
  "check",
  "k.contype = 'c' AND k.convalidated AND k.conislocal",
  addConstraint("''"),
  `(SELECT array_agg('attachment/' || p.relid) FROM pg_partition_tree(c.oid) p WHERE p.parentrelid IS NOT NULL
      AND p.relid <> c.oid)`,
);

/** Keys of every partition are made one by one and attached to their parent's, as its indexes are. */
const keys = constraintQuery(
  "unique constraint",
  "k.contype IN ('p', 'u', 'x')",
  `concat(${addConstraint("'ONLY '")},
    ' ALTER INDEX ' || i.oid::regclass || replace(${storageOptions("i.reloptions")}, ' WITH (', ' SET (') || ';', ${indexRemarks})`,
);

/** A partitioned table's foreign key makes those of its partitions. */
const foreignKeys = constraintQuery(
  "foreign key",
  "k.contype = 'f' AND k.conparentid = 0",
  addConstraint("CASE c.relkind WHEN 'p' THEN '' ELSE 'ONLY ' END"),
);

/** Checks that the source itself has not proved: rows may break them, so they come when the rows are in. */
const unproven = constraintQuery(
  "unproven constraint",
  "k.contype IN ('c', 'n') AND NOT k.convalidated AND k.conislocal",
  addConstraint("''"),
);

export const constraintQueries: readonly CatalogueQuery[] = [checks, keys, foreignKeys, unproven];
