import type { Connection } from "../../agent/database/connection.ts";
import { sql } from "./sql.ts";

/** Every table of a database with a sum over its rows, as one text: equal for equal contents. */
export async function tableContents(database: Connection): Promise<string> {
  const tables = await sql<{ name: string }>(
    database,
    `SELECT c.oid::regclass::text AS name FROM pg_class c WHERE relkind = 'r'
        AND relnamespace::regnamespace::text !~ '^(pg_|information_schema)' ORDER BY 1`,
  );
  const sums = tables.map(
    ({ name }) =>
      `SELECT '${name.replaceAll("'", "''")}' AS name, md5(string_agg(t::text, '|' ORDER BY t::text)) AS sum FROM ONLY ${name} t`,
  );
  return sums.length === 0 ? "[]" : JSON.stringify(await sql(database, sums.join(" UNION ALL ")));
}
