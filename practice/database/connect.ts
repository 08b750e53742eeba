import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";

export interface ServerAddress {
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly password: string;
}

/**
 * Connects to a server of 127.0.0.1 that may still be starting.
 * @param alive throws when the server has ended and waiting is in vain.
 */
export async function connectWhenReady(
  address: ServerAddress,
  signal: AbortSignal,
  alive: () => Promise<void> | void = () => {},
): Promise<pg.Client> {
  for (const deadline = Date.now() + 60_000; ; ) {
    signal.throwIfAborted();
    await alive();
    const client = new pg.Client({ host: "127.0.0.1", ...address, ssl: false, connectionTimeoutMillis: 2000 });
    // A server that is stopped while a query runs would otherwise end the process.
    client.on("error", () => {});
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => {});
      if (Date.now() > deadline || !isStarting(error)) throw error;
    }
    await pause(50, undefined, { signal });
  }
}

/** True while nobody listens yet, or PostgreSQL says that it is starting up (57P03). */
function isStarting(error: unknown): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  return ["ECONNREFUSED", "ECONNRESET", "57P03"].includes(code ?? "") || /terminated|timeout|ended/.test(message);
}
