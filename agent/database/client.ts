import type { ConnectionOptions } from "node:tls";
import { Client } from "pg";
import { Problem } from "../problem.ts";
import { connectProblem, type DatabaseRole } from "./connect-problem.ts";
import type { Connection } from "./connection.ts";
import { noticeLostClient } from "./lost-client.ts";
import { isPooled, sharesProcesses, transactionPooler } from "./pooler.ts";

export interface ClientOptions {
  /** What the database is to the caller, for messages and the error's code (`source-unreachable`). Default "database". */
  readonly role?: DatabaseRole | undefined;
  /**
   * Every transaction of the session starts read only, whatever the role may do, and the server ends it soon after
   * this machine is gone. A pooler that lends its connections out by the transaction is refused: settings of ours would
   * stay behind on a connection that others get next.
   */
  readonly readOnly?: boolean | undefined;
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** A session with the same server: whether that speaks TLS need not be tried again. */
  readonly like?: Client | undefined;
}

/**
 * Signs in. The caller ends the client.
 * @throws Problem in words, never with the password: code `<role>-unreachable`, `<role>-refused`, `<role>-tls` or
 *   `<role>-pooler`.
 */
export async function openClient(connection: Connection, options: ClientOptions = {}): Promise<Client> {
  options.signal?.throwIfAborted();
  const [first, second] = options.like?.ssl === false ? [false as const] : tlsAttempts(connection);
  try {
    return await attempt(connection, first, options).catch((error) => {
      if (second === undefined || !refusesTls(error)) throw error;
      return attempt(connection, second, options);
    });
  } catch (error) {
    options.signal?.throwIfAborted();
    throw error instanceof Problem ? error : connectProblem(error, connection, options.role ?? "database");
  }
}

async function attempt(connection: Connection, ssl: Tls, options: ClientOptions): Promise<Client> {
  const client = new Client({
    host: connection.host,
    port: connection.port,
    user: connection.user,
    database: connection.database,
    password: connection.password?.reveal() ?? "",
    ssl,
    application_name: "slipway",
    connectionTimeoutMillis: options.timeoutMs ?? 10_000,
    keepAlive: true,
  });
  // A lost connection also fails the query that is under way; without a listener it would end the process.
  client.on("error", () => {});
  const giveUp = () => client.connection.stream.destroy();
  options.signal?.addEventListener("abort", giveUp, { once: true });
  try {
    await client.connect();
    if (options.readOnly) {
      if (await isPooled(client)) await refuseSharing(client, connection, ssl, options);
      await client.query(`SET default_transaction_read_only = on; ${noticeLostClient}`);
    }
    return client;
  } catch (error) {
    client.connection.stream.destroy();
    throw error;
  } finally {
    options.signal?.removeEventListener("abort", giveUp);
  }
}

async function refuseSharing(client: Client, connection: Connection, ssl: Tls, options: ClientOptions): Promise<void> {
  const other = await attempt(connection, ssl, { ...options, readOnly: false });
  try {
    if (await sharesProcesses(client, other)) throw transactionPooler(connection, options.role ?? "database");
  } finally {
    await other.end();
  }
}

type Tls = false | ConnectionOptions;

/** What to try, and what to try where the server does not speak TLS. */
function tlsAttempts({ ssl, host }: Connection): [Tls, Tls?] {
  const mode = host.startsWith("/") ? "disable" : (ssl?.mode ?? "prefer");
  const ca = ssl?.ca === undefined ? {} : { ca: ssl.ca };
  switch (mode) {
    case "disable":
      return [false];
    case "prefer":
      return [{ rejectUnauthorized: false }, false];
    case "require":
      return [{ rejectUnauthorized: false }];
    case "verify-ca":
      return [{ ...ca, checkServerIdentity: () => undefined }];
    case "verify-full":
      return [ca];
  }
}

function refusesTls(error: unknown): boolean {
  return error instanceof Error && error.message === "The server does not support SSL connections";
}

/** The server's major version: 15. */
export async function serverMajor(client: Client): Promise<number> {
  const { rows } = await client.query<{ version: number }>(
    "SELECT current_setting('server_version_num')::int AS version",
  );
  return Math.floor((rows[0]?.version ?? 0) / 10_000);
}
