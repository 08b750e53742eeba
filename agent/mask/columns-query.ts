import type { ColumnFacts } from "./column-facts.ts";

/** A column as the catalogue has it. */
export type ColumnRow = Omit<ColumnFacts, "joined" | "ancestors" | "samples"> & {
  readonly oid: number;
  readonly position: number;
  readonly pages: number;
};

/** Rows that only another server has, or that a standby lacks. */
const elsewhere = (relation: string) =>
  `(${relation}.relkind = 'f' OR ${relation}.relpersistence <> 'p' AND pg_is_in_recovery())`;

/** What kind of type it is that is neither a domain nor an array. */
const kindOf = (type: string) =>
  `CASE ${type}.typtype WHEN 'e' THEN 'enum' WHEN 'c' THEN 'composite' WHEN 'r' THEN 'range' WHEN 'm' THEN 'range' ELSE 'plain' END`;

const isArray = (type: string) => `(${type}.typtype = 'b' AND ${type}.typcategory = 'A' AND ${type}.typelem <> 0)`;

/** Rows of `ColumnRow`; $1: the schemas, or null for all. */
export const columnsQuery = `
  WITH RECURSIVE domains AS (
    SELECT oid AS domain, typbasetype AS base, typtypmod AS typmod FROM pg_type WHERE typtype = 'd'
     UNION ALL
    SELECT d.domain, t.typbasetype, CASE WHEN d.typmod = -1 THEN t.typtypmod ELSE d.typmod END
      FROM domains d JOIN pg_type t ON t.oid = d.base WHERE t.typtype = 'd'),
  arrays AS (
    SELECT oid AS array, typelem AS element FROM pg_type t WHERE ${isArray("t")}
     UNION ALL
    SELECT a.array, CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.typelem END
      FROM arrays a JOIN pg_type t ON t.oid = a.element WHERE t.typtype = 'd' OR ${isArray("t")})
  SELECT c.oid, a.attnum AS position, n.nspname AS schema, c.relname AS table, a.attname AS column,
         format_type(b.oid, NULL) AS type, NOT a.attnotnull AS nullable,
         CASE WHEN e.oid IS NULL THEN ${kindOf("b")} ELSE 'array' END AS kind,
         CASE WHEN e.oid IS NOT NULL THEN json_build_object('type', format_type(e.oid, NULL), 'kind', ${kindOf("e")}) END AS element,
         CASE WHEN coalesce(e.typrelid, b.typrelid) <> 0 THEN ARRAY(
           SELECT f.attname::text FROM pg_attribute f
            WHERE f.attrelid = coalesce(e.typrelid, b.typrelid) AND f.attnum > 0 AND NOT f.attisdropped ORDER BY f.attnum)
         END AS fields,
         format_type(a.atttypid, a.atttypmod) AS declared, a.attgenerated <> '' AS generated,
         c.relkind = 'p' AND EXISTS (
           SELECT FROM pg_partition_tree(c.oid) l JOIN pg_partitioned_table k ON k.partrelid = l.relid
             JOIN pg_attribute ka ON ka.attrelid = l.relid AND ka.attname = a.attname
            WHERE ka.attnum = ANY (k.partattrs)
               OR EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = l.relid AND d.deptype = 'i'
                             AND d.objsubid = ka.attnum AND d.refclassid = 'pg_class'::regclass AND d.refobjid = l.relid)
         ) AS "partitionKey",
         CASE WHEN NOT ${elsewhere("sc")} THEN CASE WHEN c.relkind = 'p' AND NOT tree.elsewhere THEN '' ELSE 'ONLY ' END || format('%I.%I', sn.nspname, sc.relname) END AS "from",
         CASE WHEN b.oid IN ('varchar'::regtype, 'bpchar'::regtype) AND coalesce(nullif(a.atttypmod, -1), d.typmod) > 4
              THEN coalesce(nullif(a.atttypmod, -1), d.typmod) - 4 END AS "maxLength",
         (SELECT coalesce(sum(pg_relation_size(l.relid)), 0) / 8192 FROM pg_partition_tree(sc.oid) l)::int
           + (pg_relation_size(sc.oid) / 8192)::int AS pages,
         EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND (i.indisunique OR i.indisexclusion) AND (a.attnum = ANY (i.indkey)
                   OR EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = i.indexrelid
                                AND d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid AND d.refobjsubid = a.attnum))
                ) AS unique
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    -- Whoever names a tree asks for the rows of all of it: where some lie elsewhere its largest partition speaks for it.
   CROSS JOIN LATERAL (
     SELECT coalesce(bool_or(${elsewhere("p")}), false) AS elsewhere,
            (array_agg(p.oid ORDER BY pg_relation_size(p.oid) DESC) FILTER (WHERE p.relkind = 'r' AND NOT ${elsewhere("p")}))[1] AS largest
       FROM pg_partition_tree(c.oid) l JOIN pg_class p ON p.oid = l.relid) AS tree
    JOIN pg_class sc ON sc.oid = CASE WHEN tree.elsewhere THEN coalesce(tree.largest, c.oid) ELSE c.oid END
    JOIN pg_namespace sn ON sn.oid = sc.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN (SELECT s.* FROM domains s JOIN pg_type t ON t.oid = s.base WHERE t.typtype <> 'd') AS d ON d.domain = a.atttypid
    JOIN pg_type b ON b.oid = coalesce(d.base, a.atttypid)
    LEFT JOIN arrays x ON x.array = b.oid AND EXISTS (
      SELECT FROM pg_type t WHERE t.oid = x.element AND t.typtype <> 'd' AND NOT ${isArray("t")})
    LEFT JOIN pg_type e ON e.oid = x.element
   WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
     AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
     AND ($1::text[] IS NULL OR n.nspname = ANY ($1))
     AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
     AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
   ORDER BY n.nspname, c.relname, a.attnum`;
