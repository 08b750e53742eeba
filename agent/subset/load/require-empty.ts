import type { Client } from "pg";
import { type Connection, describeConnection } from "../../database/connection.ts";
import { Problem } from "../../problem.ts";

const userSchemas = `SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'`;
const notOfExtension = (catalogue: string, alias: string) =>
  `NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = '${catalogue}'::regclass AND d.objid = ${alias}.oid AND d.deptype = 'e')`;

/** @throws Problem (usage) when there is anything that a person may miss. */
export async function requireEmpty(client: Client, connection: Connection): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname IN (${userSchemas}) AND c.relkind NOT IN ('i', 'I') AND ${notOfExtension("pg_class", "c")}
      UNION ALL
     SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE n.nspname IN (${userSchemas}) AND ${notOfExtension("pg_proc", "p")} LIMIT 4`,
  );
  if (rows.length === 0) return;
  throw new Problem({
    what: "The target database is not empty",
    where: describeConnection(connection),
    why: `it holds ${rows.map(({ name }) => name).join(", ")}`,
    next: "Name an empty one: createdb NAME.",
    code: "target-not-empty",
    usage: true,
  });
}
