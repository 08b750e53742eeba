import type { Client } from "pg";
import { openClient, serverMajor } from "../../database/client.ts";
import type { Connection } from "../../database/connection.ts";
import { endSessions, type Session } from "../../database/end-sessions.ts";
import { backendOf } from "../../database/server-process.ts";
import { type Lend, lender } from "../lender.ts";
import { clearDatabase } from "./clear-database.ts";
import { inventory } from "./inventory.ts";
import { requireEmpty } from "./require-empty.ts";
import { schemaProblem } from "./schema-problem.ts";

/** The database that the subset is built in. */
export interface TargetDatabase {
  readonly major: number;
  /** Undefined where the schema is still to be made. */
  readonly schema: MadeSchema | undefined;
  /** Runs plain SQL, several statements at once being one transaction. */
  run(sql: string): Promise<void>;
  /** The same for a dumped schema, whose settings do not outlive it. */
  runSchema(sql: string): Promise<void>;
  query<Row extends object>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  withSession: Lend<Client>;
  /** Signs in as often as work at once will need, so that nobody waits for it then. */
  prepare(): Promise<void>;
  /** Ends all sessions and leaves what was built. */
  close(): Promise<void>;
  /** Ends all sessions, whatever they are doing. */
  interrupt(): Promise<void>;
  /** Removes what was built. */
  clear(): Promise<void>;
}

/** A schema that is there before anything else is. */
export interface MadeSchema {
  /** SQL for one transaction when the rows are in. */
  readonly after: string;
  /** Statements that validate its foreign keys; those of one table stand together. */
  readonly proofs: readonly string[];
  /** It has foreign keys, which rows would offend as long as others are missing. */
  readonly withoutTriggers: boolean;
}

const settings = `
  SET synchronous_commit = off; SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0;
  SET client_encoding = 'UTF8'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres'; SET default_transaction_read_only = off;`;

/**
 * @param most how many sessions work at once.
 * @throws Problem when the database holds anything.
 */
export function openTarget(connection: Connection, most: number, signal: AbortSignal): Promise<TargetDatabase> {
  return connect(connection, { most, signal, settings }, async (first) => {
    await requireEmpty(first, connection);
    const before = await inventory(first);
    return (touched) => (touched ? clearDatabase(connection, before) : Promise.resolve());
  });
}

/**
 * A database that was made for the subset and has its schema already.
 * @param drop removes the database.
 */
export function openMadeTarget(
  connection: Connection,
  opening: Omit<Opening, "settings"> & { readonly schema: MadeSchema },
  drop: () => Promise<void>,
): Promise<TargetDatabase> {
  // Without triggers, foreign keys are not looked at while rows come.
  const role = opening.schema.withoutTriggers ? " SET session_replication_role = replica;" : "";
  return connect(connection, { ...opening, settings: settings + role }, async () => drop);
}

interface Opening {
  /** How many sessions work at once. */
  readonly most: number;
  readonly signal: AbortSignal;
  readonly settings: string;
  readonly schema?: MadeSchema;
  /** A session with the same server. */
  readonly like?: Client;
}

type Clear = (touched: boolean) => Promise<void>;

async function connect(
  connection: Connection,
  { most, signal, settings, schema, like }: Opening,
  begin: (first: Client) => Promise<Clear>,
): Promise<TargetDatabase> {
  const sessions: Session[] = [];
  let touched = false;
  const open = async (): Promise<Client> => {
    const client = await openClient(connection, { role: "target", signal, like: sessions[0]?.client ?? like });
    await client.query(settings);
    sessions.push({ client, backend: await backendOf(client) });
    return client;
  };
  const lend = lender(most, open);
  const withSession: Lend<Client> = (use) =>
    lend((client) => {
      signal.throwIfAborted();
      touched = true;
      return use(client);
    });
  const query = <Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> =>
    withSession(async (client) => (await client.query(sql, [...values])).rows);
  try {
    const { clear, major } = await lend(async (first) => ({
      clear: await begin(first),
      major: await serverMajor(first),
    }));
    return {
      major,
      schema,
      query,
      withSession,
      prepare: async () => void (await Promise.all(Array.from({ length: most }, () => lend(async () => {})))),
      run: (sql) => withSession(async (client) => void (await client.query(sql))),
      runSchema: (sql) =>
        withSession(async (client) => {
          await client.query(sql).catch((error) => Promise.reject(schemaProblem(error, connection)));
          await client.query(`RESET ALL; ${settings}`);
        }),
      close: async () => void (await Promise.all(sessions.map(({ client }) => client.end()))),
      interrupt: () => endSessions(connection, sessions),
      clear: () => clear(touched),
    };
  } catch (error) {
    await endSessions(connection, sessions);
    throw error;
  }
}
