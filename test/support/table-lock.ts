import { openClient } from "../../agent/database/client.ts";
import type { Connection } from "../../agent/database/connection.ts";

/** Locks a table against everybody else, as a migration does, for as long as the result is in scope. */
export async function lockTable(connection: Connection, table: string): Promise<AsyncDisposable> {
  const holder = await openClient(connection);
  await holder.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
  return { [Symbol.asyncDispose]: () => holder.end() };
}
