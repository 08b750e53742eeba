import type { Client } from "pg";
import type { Connection } from "../database/connection.ts";
import { withReader } from "../database/with-reader.ts";
import { sourceProblem } from "../subset/source/source-problem.ts";

/**
 * Lends a session on the source that can only read, and that waits for nobody's lock: to show a definition PostgreSQL
 * opens the table, and a migration may hold that for long. A cancel ends the session at once, whatever it waits for.
 * @throws Problem "source-lost", "source-locked" … where reading fails.
 */
export function withSource<T>(
  source: Connection,
  signal: AbortSignal,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  return withReader(source, signal, async (client) => {
    try {
      await client.query("SET lock_timeout = '3s'");
      return await use(client);
    } catch (error) {
      signal.throwIfAborted();
      throw sourceProblem(error, source);
    }
  });
}
