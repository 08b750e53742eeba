import type { Source } from "../source/source.ts";

/** A table or partition as the catalogue has it, with its size. */
export interface Relation {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly kind: "r" | "p";
  /** The partition tree's root; itself where there is none. */
  readonly root: number;
  /** The tables whose columns it inherits; a partition's parent is not among them. */
  readonly inherits: readonly number[];
  /** The partitions right under it, of whatever kind. */
  readonly partitions: readonly number[];
  /** True where a foreign table inherits from it, over others or not: ANALYZE would ask another server. */
  readonly foreignHeirs: boolean;
  readonly pages: number;
  /** Of values too wide for a page. */
  readonly toastPages: number;
  /** What ANALYZE saw: rows per page, or null where it never looked. */
  readonly density: number | null;
}

/** Ordinary tables and partitions with their sizes: no extension's, no temporary and no unreadable ones. */
export function readRelations(source: Source, schemas: readonly string[] | undefined): Promise<Relation[]> {
  return source.query<Relation>(
    `SELECT c.oid, n.nspname AS schema, c.relname AS name, c.relkind AS kind,
            coalesce(nullif(pg_partition_root(c.oid)::oid, 0), c.oid) AS root,
            ARRAY(SELECT i.inhparent FROM pg_inherits i WHERE i.inhrelid = c.oid AND NOT c.relispartition
                   ORDER BY i.inhseqno) AS inherits,
            ARRAY(SELECT i.inhrelid FROM pg_inherits i WHERE i.inhparent = c.oid AND c.relkind = 'p'
                   ORDER BY i.inhrelid) AS partitions,
            c.relkind = 'r' AND EXISTS (
              WITH RECURSIVE heirs AS (
                SELECT inhrelid AS oid FROM pg_inherits WHERE inhparent = c.oid
                 UNION SELECT i.inhrelid FROM pg_inherits i JOIN heirs h ON i.inhparent = h.oid)
              SELECT FROM heirs JOIN pg_class f USING (oid) WHERE f.relkind = 'f') AS "foreignHeirs",
            (pg_relation_size(c.oid) / current_setting('block_size')::int)::float8 AS pages,
            (coalesce(pg_relation_size(nullif(c.reltoastrelid, 0)), 0) / current_setting('block_size')::int)::float8 AS "toastPages",
            CASE WHEN c.reltuples > 0 AND c.relpages > 0 THEN c.reltuples::float8 / c.relpages END AS density
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
        AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        AND ($1::text[] IS NULL OR n.nspname = ANY ($1))
        AND NOT (c.relpersistence = 'u' AND pg_is_in_recovery())
        AND NOT EXISTS (SELECT FROM pg_depend d
                         WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
      ORDER BY n.nspname, c.relname`,
    [schemas ?? null],
  );
}
