import { userSchema } from "./query-parts.ts";
import type { CatalogueQuery } from "./schema-object.ts";

/** Schemas but `public`, which an empty database has. */
const schemas: CatalogueQuery = {
  kind: "schema",
  sql: `SELECT 'pg_namespace/' || n.oid AS id, n.nspname AS schema, quote_ident(n.nspname) AS name,
      format('CREATE SCHEMA IF NOT EXISTS %I;', n.nspname) AS sql
    FROM pg_namespace n WHERE ${userSchema} AND n.nspname <> 'public'`,
};

/** Extensions; one that brings its own schema makes it itself. */
const extensions: CatalogueQuery = {
  kind: "extension",
  sql: `SELECT 'pg_extension/' || e.oid AS id, NULL AS schema, quote_ident(e.extname) AS name,
      concat(
        format('CREATE EXTENSION IF NOT EXISTS %I', e.extname),
        CASE WHEN NOT owned THEN format(' WITH SCHEMA %I', n.nspname) END, ';') AS sql
    FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace,
      LATERAL (SELECT EXISTS (SELECT FROM pg_depend d WHERE d.deptype = 'e' AND d.refobjid = e.oid
        AND d.classid = 'pg_namespace'::regclass AND d.objid = n.oid) AS owned) o
    WHERE e.extname <> 'plpgsql'`,
};

/** Collations. The locale's column has three names in four versions, hence the detour over JSON. */
const collations: CatalogueQuery = {
  kind: "collation",
  sql: `SELECT 'pg_collation/' || c.oid AS id, n.nspname AS schema, c.oid::regcollation::text AS name,
      concat('CREATE COLLATION ', c.oid::regcollation, ' (provider = ',
        CASE c.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END,
        CASE WHEN locale IS NOT NULL THEN format(', locale = %L', locale)
          ELSE format(', lc_collate = %L, lc_ctype = %L', c.collcollate, c.collctype) END,
        CASE WHEN NOT c.collisdeterministic THEN ', deterministic = false' END,
        CASE WHEN j ->> 'collicurules' IS NOT NULL THEN format(', rules = %L', j ->> 'collicurules') END, ');') AS sql
    FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace,
      LATERAL (SELECT to_jsonb(c) AS j) k,
      LATERAL (SELECT coalesce(j ->> 'colllocale', j ->> 'colliculocale',
        CASE WHEN c.collprovider = 'i' THEN c.collcollate::text END) AS locale) l
    WHERE ${userSchema}`,
};

export const schemaQueries: readonly CatalogueQuery[] = [schemas, extensions, collations];
