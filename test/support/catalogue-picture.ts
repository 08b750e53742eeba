import type { Connection } from "../../agent/database/connection.ts";
import { sql } from "./sql.ts";

const catalogues = [
  "pg_am",
  "pg_cast",
  "pg_class",
  "pg_collation",
  "pg_constraint",
  "pg_conversion",
  "pg_default_acl",
  "pg_event_trigger",
  "pg_extension",
  "pg_foreign_data_wrapper",
  "pg_foreign_server",
  "pg_language",
  "pg_largeobject_metadata",
  "pg_namespace",
  "pg_opclass",
  "pg_operator",
  "pg_opfamily",
  "pg_proc",
  "pg_statistic_ext",
  "pg_trigger",
  "pg_ts_config",
  "pg_ts_dict",
  "pg_type",
];

/** What comes with the rows of a table, with age, and stays until the next VACUUM. */
const passing = "{relpages,reltuples,relallvisible,relallfrozen,relfrozenxid,relminmxid,relhastriggers}";

/** Everything that is in a database beside what every one has, with owners, grants and comments, and how it is there. */
export async function cataloguePicture(database: Connection): Promise<string[]> {
  const selects = catalogues.map(
    (name) =>
      `SELECT concat('${name} ', to_jsonb(c) - '${passing}'::text[], obj_description(c.oid, '${name}')) AS line
         FROM ${name} c WHERE (c.oid >= 16384 OR c.oid = to_regnamespace('public')) AND coalesce(to_jsonb(c)->>'nspname', '') !~ '^pg_(toast_)?temp_'`,
  );
  const lines = await sql<{ line: string }>(database, `${selects.join(" UNION ALL ")} ORDER BY 1`);
  return lines.map(({ line }) => line);
}
