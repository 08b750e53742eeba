import type { Client } from "pg";
import { serverMajor } from "../../database/client.ts";
import { type Connection, describeConnection } from "../../database/connection.ts";
import { withoutTimeouts } from "../../database/timeouts.ts";
import { Problem } from "../../problem.ts";
import { type Lend, lender } from "../lender.ts";
import { lockTables } from "./lock-tables.ts";
import { sourceProblem } from "./source-problem.ts";
import { type SessionOptions, sourceSessions } from "./source-sessions.ts";

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
  readonly withSession: Lend<Client>;
  /** Ends every transaction and session. */
  close(): Promise<void>;
  /** The same, whatever they are doing. */
  interrupt(): Promise<void>;
}

/** The oldest server that the queries are written for. */
const oldestMajor = 12;

export interface SourceOptions extends SessionOptions {
  readonly jobs: number;
  readonly schemas?: readonly string[] | undefined;
}

const begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/** None of them looks at a row, so that they do not fix the snapshot before the tables are locked. */
const settings = (major: number) => `
  ${withoutTimeouts(major)} SET LOCAL lock_timeout = '3s';
  SET LOCAL row_security = off; SET LOCAL jit = off; SET LOCAL client_encoding = 'UTF8';
  SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL IntervalStyle = 'postgres'; SET LOCAL extra_float_digits = 3;
  SET LOCAL bytea_output = 'hex';`;

/**
 * Signs in, locks the tables against everything that moves rows (ACCESS SHARE) and takes the snapshot. Further sessions
 * join it when they are first needed.
 */
export async function openSource(connection: Connection, options: SourceOptions): Promise<Source> {
  const { signal, jobs } = options;
  const sessions = sourceSessions(connection, options);
  try {
    const coordinator = await sessions.open();
    const major = await serverMajor(coordinator);
    if (major < oldestMajor) throw tooOld(connection, major);
    const names = await readNames(coordinator, major, options.schemas);
    await coordinator.query(`${begin}; ${settings(major)}`);
    await lockTables.lock(coordinator, names);
    const { rows } = await coordinator.query<{ snapshot: string }>("SELECT pg_export_snapshot() AS snapshot");
    const snapshot = rows[0]?.snapshot ?? "";
    const join = async () => {
      const client = await sessions.open();
      await client.query(`${begin}; SET TRANSACTION SNAPSHOT '${snapshot}'; ${settings(major)}`);
      return client;
    };
    const lend = lender(jobs, join, [coordinator]);
    const withSession: Lend<Client> = (use) => {
      signal.throwIfAborted();
      return lend((client) => {
        signal.throwIfAborted();
        return use(client);
      });
    };
    return {
      major,
      snapshot,
      withSession,
      query: (sql, values = []) => withSession(async (client) => (await client.query(sql, [...values])).rows),
      queryArrays: (text, values = []) =>
        withSession(
          async (client) => (await client.query({ text, values: [...values], rowMode: "array" })).rows as never[],
        ),
      close: sessions.close,
      interrupt: sessions.interrupt,
    };
  } catch (error) {
    await sessions.interrupt();
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
