import type { Client } from "pg";
import { quoteIdentifier, quoteLiteral } from "../../database/identifiers.ts";

/**
 * Puts a database in another one's place, which is kept under a third name: both renames in one transaction, so that
 * there is no moment with neither. Sessions on the one that leaves are ended; what they had committed is in it.
 * @param admin a session with the server, in none of them. Its role must own both and be allowed to make databases.
 */
export async function swapDatabases(
  admin: Client,
  { current, next, kept }: { readonly current: string; readonly next: string; readonly kept: string },
): Promise<void> {
  const allow = (name: string, yes: boolean) =>
    admin.query(`ALTER DATABASE ${quoteIdentifier(name)} WITH ALLOW_CONNECTIONS ${yes}`);
  // Nobody may come back between the last goodbye and the new name.
  await allow(current, false);
  try {
    await endSessions(admin, current);
    await endSessions(admin, next);
    await admin.query("BEGIN");
    await admin.query(`ALTER DATABASE ${quoteIdentifier(current)} RENAME TO ${quoteIdentifier(kept)}`);
    await admin.query(`ALTER DATABASE ${quoteIdentifier(next)} RENAME TO ${quoteIdentifier(current)}`);
    await admin.query("COMMIT");
  } catch (error) {
    await admin.query("ROLLBACK");
    await allow(current, true);
    throw error;
  }
  await allow(kept, true);
}

/** Ends every session on a database and waits until they are gone. */
async function endSessions(admin: Client, database: string): Promise<void> {
  await admin.query(
    `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
      WHERE datname = ${quoteLiteral(database)} AND pid <> pg_backend_pid()`,
  );
}
