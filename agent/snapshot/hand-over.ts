import type { Client } from "pg";
import { openClient } from "../database/client.ts";
import type { Connection } from "../database/connection.ts";
import { quoteIdentifier } from "../database/identifiers.ts";

/**
 * Gives everything in a database that belongs to a superuser to another role, which need not be one: nothing keeps the
 * first from being dropped then.
 * @param target the database; who signs in is a superuser, and keeps what no other role may own.
 */
export async function handOver(target: Connection, from: string, to: string): Promise<void> {
  const client = await openClient(target);
  try {
    await keepForSuperuser(client, from);
    await client.query(`REASSIGN OWNED BY ${quoteIdentifier(from)} TO ${quoteIdentifier(to)}`);
    // Its default privileges, which are nobody's to own.
    await client.query(`DROP OWNED BY ${quoteIdentifier(from)}`);
    // An app's migrations write to the public schema, as they do in a database of their own.
    await client.query(`ALTER SCHEMA public OWNER TO ${quoteIdentifier(to)}`);
  } finally {
    await client.end();
  }
}

/** PostgreSQL lets only superusers own these, and one of them would fail the whole REASSIGN OWNED. */
async function keepForSuperuser(client: Client, from: string): Promise<void> {
  const { rows } = await client.query<{ statement: string }>(
    `SELECT format('ALTER FOREIGN DATA WRAPPER %I OWNER TO SESSION_USER', fdwname) AS statement
       FROM pg_foreign_data_wrapper WHERE fdwowner = $1::regrole
     UNION ALL
     SELECT format('ALTER EVENT TRIGGER %I OWNER TO SESSION_USER', evtname)
       FROM pg_event_trigger WHERE evtowner = $1::regrole`,
    [quoteIdentifier(from)],
  );
  for (const { statement } of rows) await client.query(statement);
}
