import type { Client } from "pg";
import { openClient, serverMajor } from "../database/client.ts";
import type { Connection } from "../database/connection.ts";
import { endSessions, type Session } from "../database/end-sessions.ts";
import { backendOf } from "../database/server-process.ts";
import { clearDatabase, inventory, requireEmpty } from "./clear-database.ts";
import { schemaProblem } from "./schema-problem.ts";

/** The database that the subset is built in. */
export interface TargetDatabase {
  readonly major: number;
  /** Runs plain SQL, several statements at once being one transaction. */
  run(sql: string): Promise<void>;
  /** The same for a dumped schema, whose settings do not outlive it. */
  runSchema(sql: string): Promise<void>;
  query<Row extends object>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  withSession<T>(use: (client: Client) => Promise<T>): Promise<T>;
  /** Ends all sessions and leaves what was built. */
  close(): Promise<void>;
  /** Ends all sessions, whatever they are doing, and removes what was built. */
  clear(): Promise<void>;
}

const settings = `
  SET synchronous_commit = off; SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0;
  SET client_encoding = 'UTF8'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres'; SET default_transaction_read_only = off;`;

/** @throws Problem when the database holds anything. */
export async function openTarget(connection: Connection, signal: AbortSignal): Promise<TargetDatabase> {
  const sessions: Session[] = [];
  const free: Client[] = [];
  let touched = false;
  const open = async (): Promise<Client> => {
    const client = await openClient(connection, { role: "target", signal });
    await client.query(settings);
    sessions.push({ client, backend: await backendOf(client) });
    return client;
  };
  const withSession = async <T>(use: (client: Client) => Promise<T>): Promise<T> => {
    signal.throwIfAborted();
    touched = true;
    const client = free.pop() ?? (await open());
    try {
      return await use(client);
    } finally {
      free.push(client);
    }
  };
  const query = <Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> =>
    withSession(async (client) => (await client.query(sql, [...values])).rows);
  const first = await open();
  try {
    await requireEmpty(first, connection);
    const before = await inventory(first);
    const major = await serverMajor(first);
    free.push(first);
    return {
      major,
      query,
      withSession,
      run: (sql) => withSession(async (client) => void (await client.query(sql))),
      runSchema: (sql) =>
        withSession(async (client) => {
          await client.query(sql).catch((error) => Promise.reject(schemaProblem(error, connection)));
          await client.query(`RESET ALL; ${settings}`);
        }),
      close: async () => void (await Promise.all(sessions.map(({ client }) => client.end()))),
      async clear() {
        await endSessions(connection, sessions);
        if (touched) await clearDatabase(connection, before);
      },
    };
  } catch (error) {
    await endSessions(connection, sessions);
    throw error;
  }
}
