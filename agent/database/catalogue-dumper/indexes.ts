import { indexRemarks } from "./constraints.ts";
import { userSchema } from "./query-parts.ts";
import type { CatalogueQuery } from "./schema-object.ts";

/** Indexes that no constraint brings. An invalid one (a failed CONCURRENTLY) does not exist for queries, nor here. */
const indexes: CatalogueQuery = {
  kind: "index",
  sql: `SELECT 'pg_class/' || i.oid AS id, n.nspname AS schema, i.oid::regclass::text AS name, 'pg_class/' || c.oid AS "table",
      concat(pg_get_indexdef(i.oid), ';', ${indexRemarks}) AS sql
    FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid
      JOIN pg_namespace n ON n.oid = i.relnamespace
    WHERE ${userSchema} AND c.relkind IN ('r', 'p', 'm') AND (x.indisvalid OR c.relkind = 'p')
      AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.oid AND k.contype IN ('p', 'u', 'x'))`,
};

/** Joins a partition's index, or the one behind its key, to its parent's. */
const attachments: CatalogueQuery = {
  kind: "index attachment",
  sql: `SELECT 'attachment/' || i.oid AS id, n.nspname AS schema, i.oid::regclass::text AS name, 'pg_class/' || x.indrelid AS "table",
      format('ALTER INDEX %s ATTACH PARTITION %s;', h.inhparent::regclass, i.oid::regclass) AS sql,
      ARRAY['pg_class/' || i.oid, 'pg_class/' || h.inhparent] AS needs
    FROM pg_inherits h JOIN pg_class i ON i.oid = h.inhrelid JOIN pg_index x ON x.indexrelid = i.oid
      JOIN pg_namespace n ON n.oid = i.relnamespace
    WHERE ${userSchema}`,
};

const statistics: CatalogueQuery = {
  kind: "statistics",
  sql: `SELECT 'pg_statistic_ext/' || s.oid AS id, n.nspname AS schema, format('%I.%I', n.nspname, s.stxname) AS name,
      'pg_class/' || s.stxrelid AS "table", pg_get_statisticsobjdef(s.oid) || ';' AS sql
    FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace WHERE ${userSchema}`,
};

export const indexQueries: readonly CatalogueQuery[] = [indexes, attachments, statistics];
