import type { Client } from "pg";
import { openClient } from "../../database/client.ts";
import type { Connection } from "../../database/connection.ts";
import { endSessions, type Session } from "../../database/end-sessions.ts";
import { backendOf } from "../../database/server-process.ts";

export interface SessionOptions {
  readonly signal: AbortSignal;
  /** Told the reason at once when a session ends by itself, even one that is not in use. */
  readonly onLost?: ((error: Error) => void) | undefined;
}

/** The sessions on a source: whatever happens, none of them is left when they have been ended. */
export interface SourceSessions {
  /** Signs in: every transaction is read only. */
  open(): Promise<Client>;
  /** Ends them, which are at rest. */
  close(): Promise<void>;
  /** Ends them, whatever they are doing. */
  interrupt(): Promise<void>;
}

export function sourceSessions(connection: Connection, { signal, onLost }: SessionOptions): SourceSessions {
  const sessions: Session[] = [];
  const opening = new Set<Promise<unknown>>();
  let ended = false;
  const signIn = async (): Promise<Client> => {
    const client = await openClient(connection, { role: "source", readOnly: true, signal, like: sessions[0]?.client });
    client.on("error", (error) => {
      if (!ended) onLost?.(error);
    });
    const giveUp = () => client.connection.stream.destroy();
    signal.addEventListener("abort", giveUp, { once: true });
    try {
      sessions.push({ client, backend: await backendOf(client) });
      return client;
    } finally {
      signal.removeEventListener("abort", giveUp);
    }
  };
  const end = async (how: () => Promise<unknown>): Promise<void> => {
    ended = true;
    const late = [...opening];
    await how();
    if (late.length === 0) return;
    await Promise.allSettled(late);
    await how();
  };
  return {
    async open() {
      if (ended) throw new Error("The source is closed");
      const client = signIn();
      opening.add(client);
      return client.finally(() => opening.delete(client));
    },
    close: () =>
      end(async () => {
        const some = [...sessions];
        // They stay on the list until they are gone: a server that does not answer keeps this waiting, but no interrupt.
        await Promise.all(some.map(({ client }) => client.end()));
        sessions.splice(0, some.length);
      }),
    interrupt: () => end(() => endSessions(connection, sessions)),
  };
}
