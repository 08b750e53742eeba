import type { Client } from "pg";
import { openClient } from "../../database/client.ts";
import type { Connection } from "../../database/connection.ts";
import type { Assertion } from "./assertion.ts";
import { countBreaking } from "./breaking-rows.ts";
import { plantings } from "./plantings.ts";

/**
 * Makes rows of a clone's database break what is asserted, out of rows that are there. Constraints hold, as far as the
 * rows can be had: only foreign keys and triggers are off.
 * @param superuser the database; nothing is left of a try that fails.
 * @returns false where the database has no rows that it could be done with.
 */
export async function plantRow(superuser: Connection, asserted: Assertion, signal: AbortSignal): Promise<boolean> {
  const client = await openClient(superuser, { signal });
  const interrupt = () => client.connection.stream.destroy();
  signal.addEventListener("abort", interrupt, { once: true });
  try {
    await client.query("BEGIN; SET LOCAL session_replication_role = replica");
    for (const sql of await plantings(client, asserted)) {
      if (!(await breaks(client, asserted, sql))) continue;
      await client.query("COMMIT");
      return true;
    }
    return false;
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener("abort", interrupt);
    await client.end().catch(() => undefined);
  }
}

/** Tries a statement, and takes it back where it breaks nothing or something else. */
async function breaks(client: Client, asserted: Assertion, sql: string): Promise<boolean> {
  await client.query("SAVEPOINT tried");
  try {
    await client.query(sql);
    if ((await countBreaking(client, asserted)).rows > 0) return true;
  } catch (error) {
    // A value or a constraint was against it; anything else is for the caller.
    if (!(error instanceof Error && "code" in error && /^(22|23|42|0A)/.test(String(error.code)))) throw error;
  }
  await client.query("ROLLBACK TO tried");
  return false;
}
