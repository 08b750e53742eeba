import { openClient } from "./client.ts";
import type { Connection } from "./connection.ts";

/**
 * Ends sessions that a program of ours opened under this application name. Resolves when they are gone from the server,
 * or cannot be reached any more: the server would notice by itself that the program has ended, only later.
 */
export async function endNamedSessions(connection: Connection, applicationName: string): Promise<void> {
  const control = await openClient(connection, { timeoutMs: 5000 }).catch(() => undefined);
  if (!control) return;
  try {
    await control.query(
      "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = $1 AND pid <> pg_backend_pid()",
      [applicationName],
    );
  } catch {
    // An older server, or one that went away.
  } finally {
    await control.end().catch(() => {});
  }
}
