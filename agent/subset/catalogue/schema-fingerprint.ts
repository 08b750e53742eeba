import { createHash } from "node:crypto";
import type { Source } from "../source/source.ts";

/** Objects with lower numbers came with the server. */
const firstOwn = 16_384;

/**
 * Catalogues that a schema dump is made of, by the column that tells whose a row is. Every change of a row gives it
 * another transaction and another place.
 */
const catalogues: Readonly<Record<string, string>> = {
  pg_aggregate: "aggfnoid",
  pg_am: "oid",
  pg_amop: "oid",
  pg_amproc: "oid",
  pg_attrdef: "oid",
  pg_attribute: "attrelid",
  pg_cast: "oid",
  pg_collation: "oid",
  pg_constraint: "oid",
  pg_conversion: "oid",
  pg_description: "objoid",
  pg_enum: "oid",
  pg_event_trigger: "oid",
  pg_extension: "oid",
  pg_foreign_data_wrapper: "oid",
  pg_foreign_server: "oid",
  pg_foreign_table: "ftrelid",
  pg_index: "indexrelid",
  pg_inherits: "inhrelid",
  pg_language: "oid",
  pg_namespace: "oid",
  pg_opclass: "oid",
  pg_operator: "oid",
  pg_opfamily: "oid",
  pg_partitioned_table: "partrelid",
  pg_policy: "oid",
  pg_proc: "oid",
  pg_range: "rngtypid",
  pg_rewrite: "oid",
  pg_sequence: "seqrelid",
  pg_statistic_ext: "oid",
  pg_transform: "oid",
  pg_trigger: "oid",
  pg_ts_config: "oid",
  pg_ts_config_map: "mapcfg",
  pg_ts_dict: "oid",
  pg_ts_parser: "oid",
  pg_ts_template: "oid",
  pg_type: "oid",
};

/** A sum: in which order the rows are read makes no difference. */
const hashed = (name: string, row: string, owner: string) =>
  `SELECT '${name}' AS name, count(*) || ' ' || coalesce(sum(hashtextextended(${row}, 0)), 0) AS rows FROM ${name} WHERE ${owner} >= ${firstOwn}`;

const versions = Object.entries(catalogues).map(([name, owner]) =>
  hashed(name, `${owner}::oid::text || xmin || ctid`, owner),
);

/** TRUNCATE and VACUUM FULL make new versions of a relation's row that is no other schema. */
const relations = hashed(
  "pg_class",
  `row(oid, relname, relnamespace, reltype, reloftype, relam, relkind, relpersistence, reloptions, relreplident,
       relrowsecurity, relforcerowsecurity, relispartition, relpartbound::text)::text`,
  "oid",
);

const fingerprint = `
  SELECT (SELECT oid FROM pg_database WHERE datname = current_database()) || ' ' ||
         string_agg(name || ' ' || rows, ' ' ORDER BY name) AS text
    FROM (${[...versions, relations].join(" UNION ALL ")}) AS hashes`;

/** Equal as long as nothing about the schema of this database on this server has changed. */
export async function schemaFingerprint(source: Source): Promise<string> {
  const [row] = await source.query<{ text: string }>(fingerprint);
  return createHash("sha256")
    .update(row?.text ?? "")
    .digest("hex");
}
