import { userSchema } from "./query-parts.ts";

const global = (catalogue: string) =>
  `SELECT '${catalogue}/' || o.oid AS id, NULL::name AS schema, '${catalogue}'::regclass AS class, o.oid
    FROM ${catalogue} o
    WHERE o.oid >= 16384`;

const inSchema = (catalogue: string, schema: string, where = "true") =>
  `SELECT '${catalogue}/' || o.oid, n.nspname, '${catalogue}'::regclass, o.oid FROM ${catalogue} o
    JOIN pg_namespace n ON n.oid = o.${schema} WHERE ${userSchema} AND ${where}`;

/** A column that overrides its parent's generation expression cannot be said in CREATE TABLE … INHERITS everywhere. */
const overriddenGeneration = `o.relkind = 'r' AND NOT o.relispartition AND EXISTS (
    SELECT FROM pg_attribute a JOIN pg_attrdef e ON e.adrelid = a.attrelid AND e.adnum = a.attnum
    WHERE a.attrelid = o.oid AND a.attgenerated <> '' AND NOT a.attislocal AND NOT EXISTS (
      SELECT FROM pg_inherits i JOIN pg_attribute pa ON pa.attrelid = i.inhparent AND pa.attname = a.attname
        JOIN pg_attrdef pe ON pe.adrelid = pa.attrelid AND pe.adnum = pa.attnum
      WHERE i.inhrelid = o.oid AND pa.attgenerated <> ''
        AND pg_get_expr(pe.adbin, pe.adrelid) = pg_get_expr(e.adbin, e.adrelid)))`;

/** Whatever no other query here has words for: address, schema (null for none) and the server's own description. */
export const inexpressibleQuery = `SELECT id, schema, concat_ws(' ', type, identity) AS description FROM (
  ${[
    global("pg_cast"),
    global("pg_foreign_data_wrapper"),
    global("pg_foreign_server"),
    global("pg_language"),
    global("pg_transform"),
    global("pg_am"),
    inSchema("pg_proc", "pronamespace", "o.prokind = 'a'"),
    inSchema(
      "pg_type",
      "typnamespace",
      "o.typtype IN ('b', 'p') AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = o.oid)",
    ),
    inSchema(
      "pg_type",
      "typnamespace",
      "EXISTS (SELECT FROM pg_range r WHERE r.rngtypid = o.oid AND r.rngcanonical <> 0)",
    ),
    inSchema("pg_class", "relnamespace", "(o.relkind = 'f' OR o.reloftype <> 0)"),
    inSchema("pg_class", "relnamespace", overriddenGeneration),
    inSchema("pg_operator", "oprnamespace"),
    inSchema("pg_opclass", "opcnamespace"),
    inSchema("pg_opfamily", "opfnamespace"),
    inSchema("pg_conversion", "connamespace"),
    inSchema("pg_ts_config", "cfgnamespace"),
    inSchema("pg_ts_dict", "dictnamespace"),
    inSchema("pg_ts_parser", "prsnamespace"),
    inSchema("pg_ts_template", "tmplnamespace"),
  ].join("\n  UNION ALL ")}) refused,
  LATERAL (SELECT type, identity FROM pg_identify_object(class, oid, 0)) d`;
