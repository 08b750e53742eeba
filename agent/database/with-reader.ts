import type { Client } from "pg";
import { openClient } from "./client.ts";
import type { Connection } from "./connection.ts";

/** Lends a session on the source that can only read. A cancel ends it at once, whatever it waits for. */
export async function withReader<T>(
  source: Connection,
  signal: AbortSignal | undefined,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  const client = await openClient(source, { role: "source", readOnly: true, signal });
  const interrupt = () => client.connection.stream.destroy();
  signal?.addEventListener("abort", interrupt, { once: true });
  try {
    return await use(client);
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener("abort", interrupt);
    await client.end().catch(() => {});
  }
}
