import { collation, userSchema } from "./query-parts.ts";
import type { CatalogueQuery } from "./schema-object.ts";

function typeQuery(where: string, sql: string, joins = ""): CatalogueQuery {
  return {
    kind: "type",
    sql: `SELECT 'pg_type/' || t.oid AS id, n.nspname AS schema, t.oid::regtype::text AS name, ${sql} AS sql
      FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace ${joins} WHERE ${userSchema} AND ${where}`,
  };
}

const enums = typeQuery(
  "t.typtype = 'e'",
  `format('CREATE TYPE %s AS ENUM (%s);', t.oid::regtype,
    (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid))`,
);

const composites = typeQuery(
  "t.typtype = 'c' AND c.relkind = 'c'",
  `format('CREATE TYPE %s AS (%s);', t.oid::regtype,
    (SELECT string_agg(concat(quote_ident(a.attname), ' ', format_type(a.atttypid, a.atttypmod),
        ${collation("a.attcollation", "at.typcollation")}), ', ' ORDER BY a.attnum)
      FROM pg_attribute a JOIN pg_type at ON at.oid = a.atttypid
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped))`,
  "JOIN pg_class c ON c.oid = t.typrelid",
);

const domains = typeQuery(
  "t.typtype = 'd'",
  `concat('CREATE DOMAIN ', t.oid::regtype, ' AS ', format_type(t.typbasetype, t.typtypmod),
    ${collation("t.typcollation", "b.typcollation")},
    ' DEFAULT ' || coalesce(pg_get_expr(t.typdefaultbin, 0), quote_literal(t.typdefault)),
    CASE WHEN t.typnotnull THEN concat(' CONSTRAINT ' || (SELECT quote_ident(k.conname) FROM pg_constraint k
      WHERE k.contypid = t.oid AND k.contype = 'n'), ' NOT NULL') END, ';')`,
  "JOIN pg_type b ON b.oid = t.typbasetype",
);

const ranges = typeQuery(
  "t.typtype = 'r'",
  `concat('CREATE TYPE ', t.oid::regtype, ' AS RANGE (SUBTYPE = ', r.rngsubtype::regtype,
    format(', SUBTYPE_OPCLASS = %I.%I', ocn.nspname, oc.opcname),
    CASE WHEN r.rngcollation <> 0 THEN ', COLLATION = ' || r.rngcollation::regcollation END,
    CASE WHEN r.rngsubdiff <> 0 THEN ', SUBTYPE_DIFF = ' || r.rngsubdiff::regproc END,
    ', MULTIRANGE_TYPE_NAME = ' || (to_jsonb(r) ->> 'rngmultitypid')::oid::regtype, ');')`,
  `JOIN pg_range r ON r.rngtypid = t.oid JOIN pg_opclass oc ON oc.oid = r.rngsubopc
    JOIN pg_namespace ocn ON ocn.oid = oc.opcnamespace`,
);

/** Apart from their domain, so that a check may call a function that takes it; before any column of it exists. */
const domainChecks: CatalogueQuery = {
  kind: "domain check",
  sql: `SELECT 'pg_constraint/' || k.oid AS id, n.nspname AS schema, format('%s on %s', k.conname, t.oid::regtype) AS name,
      format('ALTER DOMAIN %s ADD CONSTRAINT %I %s;', t.oid::regtype, k.conname, pg_get_constraintdef(k.oid)) AS sql
    FROM pg_constraint k JOIN pg_type t ON t.oid = k.contypid JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE ${userSchema} AND k.contype = 'c'`,
};

/** Enums, composites, domains and ranges. Array, row and multirange types come with theirs. */
export const typeQueries: readonly CatalogueQuery[] = [enums, composites, domains, ranges, domainChecks];
