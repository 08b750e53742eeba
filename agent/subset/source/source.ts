import type { Client } from "pg";
import { openClient, serverMajor } from "../../database/client.ts";
import { type Connection, describeConnection } from "../../database/connection.ts";
import { endSessions, type Session } from "../../database/end-sessions.ts";
import { backendOf } from "../../database/server-process.ts";
import { withoutTimeouts } from "../../database/timeouts.ts";
import { Problem } from "../../problem.ts";
import { lockTables } from "./lock-tables.ts";
import { sourceProblem } from "./source-problem.ts";

/** The source at one instant: several sessions that all see the same snapshot and cannot write. */
export interface Source {
  readonly major: number;
  /** As `pg_export_snapshot()` names it, for a dumper to join. */
  readonly snapshot: string;
  /** Runs a query on a free session; waits for one when all are busy. Rows are objects. */
  query<Row extends object>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  /** The same with rows as arrays. */
  queryArrays<Row extends unknown[]>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Lends a session for one use, for COPY. */
  withSession<T>(use: (client: Client) => Promise<T>): Promise<T>;
  /** Ends every transaction and session, whatever it is doing. */
  close(): Promise<void>;
}

/** The oldest server that the queries are written for. */
const oldestMajor = 12;

export interface SourceOptions {
  readonly jobs: number;
  readonly schemas?: readonly string[] | undefined;
  readonly signal: AbortSignal;
  /** Told the reason at once when a session ends by itself, even one that is not in use. */
  readonly onLost?: ((error: Error) => void) | undefined;
}

/** None of them looks at a row, so that they do not fix the snapshot before the tables are locked. */
const settings = (major: number) => `
  ${withoutTimeouts(major)} SET LOCAL lock_timeout = '3s';
  SET LOCAL row_security = off; SET LOCAL jit = off; SET LOCAL client_encoding = 'UTF8';
  SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL IntervalStyle = 'postgres'; SET LOCAL extra_float_digits = 3;
  SET LOCAL bytea_output = 'hex';`;

/** Signs in, locks the tables against everything that moves rows (ACCESS SHARE) and takes the snapshot. */
export async function openSource(connection: Connection, options: SourceOptions): Promise<Source> {
  const { signal, jobs } = options;
  const sessions: Session[] = [];
  let closed = false;
  const close = () => {
    closed = true;
    return endSessions(connection, sessions);
  };
  const open = async (snapshot?: string): Promise<Session> => {
    const client = await openClient(connection, { role: "source", readOnly: true, signal, like: sessions[0]?.client });
    const session = { client, backend: await backendOf(client) };
    sessions.push(session);
    client.on("error", (error) => {
      if (!closed) options.onLost?.(error);
    });
    const major = await serverMajor(client);
    if (major < oldestMajor) throw tooOld(connection, major);
    const names = snapshot === undefined ? await readNames(client, major, options.schemas) : [];
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    if (snapshot !== undefined) await client.query(`SET TRANSACTION SNAPSHOT '${snapshot}'`);
    await client.query(settings(major));
    await lockTables.lock(client, names);
    return session;
  };
  try {
    const coordinator = await open();
    const { rows } = await coordinator.client.query<{ snapshot: string }>("SELECT pg_export_snapshot() AS snapshot");
    const snapshot = rows[0]?.snapshot ?? "";
    const major = await serverMajor(coordinator.client);
    const workers = await Promise.all(Array.from({ length: jobs - 1 }, () => open(snapshot)));
    const lend = lender([coordinator, ...workers], signal);
    return {
      major,
      snapshot,
      withSession: lend,
      query: (sql, values = []) => lend(async (client) => (await client.query(sql, [...values])).rows),
      queryArrays: (text, values = []) =>
        lend(async (client) => (await client.query({ text, values: [...values], rowMode: "array" })).rows as never[]),
      close,
    };
  } catch (error) {
    await close();
    signal.throwIfAborted();
    throw sourceProblem(error, connection);
  }
}

/** In a transaction of its own: the snapshot must not be older than the locks. */
async function readNames(client: Client, major: number, schemas: SourceOptions["schemas"]) {
  await client.query(`BEGIN READ ONLY; ${withoutTimeouts(major)}`);
  const names = await lockTables.names(client, schemas);
  await client.query("COMMIT");
  return names;
}

type Lend = <T>(use: (client: Client) => Promise<T>) => Promise<T>;

/** Hands each caller a session of its own, in the order of asking. */
function lender(sessions: readonly Session[], signal: AbortSignal): Lend {
  const free = sessions.map(({ client }) => client);
  const waiting: ((client: Client) => void)[] = [];
  return async (use) => {
    signal.throwIfAborted();
    const client = free.pop() ?? (await new Promise<Client>((resolve) => waiting.push(resolve)));
    try {
      signal.throwIfAborted();
      return await use(client);
    } finally {
      const next = waiting.shift();
      if (next) next(client);
      else free.push(client);
    }
  };
}

function tooOld(connection: Connection, major: number): Problem {
  return new Problem({
    what: "The source's PostgreSQL is too old",
    where: describeConnection(connection),
    why: `it is version ${major}`,
    next: `Slipway reads PostgreSQL ${oldestMajor} and newer.`,
    code: "source-too-old",
    usage: true,
  });
}
