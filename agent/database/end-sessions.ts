import type { Client } from "pg";
import { openClient } from "./client.ts";
import type { Connection } from "./connection.ts";

/** A client and its server process, as that process itself names it (a pooler's client knows another number). */
export interface Session {
  readonly client: Client;
  readonly backend: number;
}

/**
 * Ends sessions of our own at once, whatever they are doing: a server notices a closed socket only when it next writes.
 * Resolves when they are gone from the server, or cannot be reached any more.
 */
export async function endSessions(connection: Connection, sessions: readonly Session[]): Promise<void> {
  if (sessions.length === 0) return;
  const control = await openClient(connection, { timeoutMs: 5000, like: sessions[0]?.client }).catch(() => undefined);
  for (const { client } of sessions) client.connection.stream.destroy();
  if (!control) return;
  try {
    const pids = sessions.map(({ backend }) => backend);
    // Behind some address there are several servers, and a number of ours may be somebody else's on another one.
    await control.query(
      "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE pid = ANY ($1::int[]) AND application_name = 'slipway'",
      [pids],
    );
  } catch {
    // An older server, or one that went away: the closed sockets end the sessions, only later.
  } finally {
    await control.end().catch(() => {});
  }
}
