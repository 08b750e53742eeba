import { openClient } from "../../agent/database/client.ts";
import { type Connection, withDatabase } from "../../agent/database/connection.ts";
import { quoteIdentifier } from "../../agent/database/identifiers.ts";

/** Runs SQL in a session of its own and returns the (last) result's rows. */
export async function sql<Row extends object>(connection: Connection, text: string): Promise<Row[]> {
  const client = await openClient(connection);
  try {
    const result: { rows: Row[] } | { rows: Row[] }[] = await client.query(text);
    return Array.isArray(result) ? (result.at(-1)?.rows ?? []) : result.rows;
  } finally {
    await client.end();
  }
}

/** Makes an empty database and says how to reach it. */
export async function createDatabase(server: Connection, name: string): Promise<Connection> {
  await sql(server, `CREATE DATABASE ${quoteIdentifier(name)}`);
  return withDatabase(server, name);
}
