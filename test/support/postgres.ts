import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import type { Connection } from "../../agent/database/connection.ts";
import { findPostgresProgram } from "../../agent/database/postgres-programs.ts";
import { Secret } from "../../agent/secrets/secret.ts";

/** A PostgreSQL server of a test's own: random port on 127.0.0.1, password, nothing durable. */
export interface TestPostgres {
  /** The superuser, in the database `postgres`. */
  readonly connection: Connection;
  /** The same with its password, for tools that take a URL. */
  readonly url: string;
  /** Where the server's programs are (psql, pg_dump ...). */
  readonly programs: string;
  /** Ends the server and removes its files. */
  stop(): Promise<void>;
}

/**
 * Starts an empty server.
 * @param settings additional `postgresql.conf` settings, such as `{ wal_level: "logical" }`.
 * @param programs where initdb and postgres are; by default the newest PostgreSQL of the machine.
 */
export async function startPostgres(
  settings: Readonly<Record<string, string>> = {},
  programs?: string,
): Promise<TestPostgres> {
  const directory = programs ?? (await installedPrograms());
  const home = await unprivilegedFolder();
  const password = randomBytes(12).toString("base64url");
  const passwordFile = join(home, "password");
  await writeFile(passwordFile, password);
  await giveAway(passwordFile);
  const initdb = ["--no-sync", "-U", "postgres", "-A", "scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8"];
  await execa(join(directory, "initdb"), [...initdb, `--pwfile=${passwordFile}`, "-D", join(home, "data")], {
    ...unprivileged,
    cwd: home,
  });
  return serve({ programs: directory, home, password: new Secret(password), settings });
}

/** What a server is started from: its files are in `data` under its home. */
export interface ServerFiles {
  readonly programs: string;
  readonly home: string;
  readonly password: Secret;
  readonly settings: Readonly<Record<string, string>>;
}

/** Starts a server on files that are there already; they are removed with it. */
export async function serve({ programs, home, password, settings }: ServerFiles): Promise<TestPostgres> {
  const port = await freePort();
  const all = { ...defaults, port: String(port), unix_socket_directories: home, ...settings };
  const server = spawn(
    join(programs, "postgres"),
    ["-D", join(home, "data"), ...Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    { ...unprivileged, cwd: home, stdio: ["ignore", "ignore", "pipe"] },
  );
  const killed = () => void server.kill("SIGQUIT");
  process.once("exit", killed);
  await ready(server);
  return {
    connection: { host: "127.0.0.1", port, database: "postgres", user: "postgres", password },
    url: `postgres://postgres:${password.reveal()}@127.0.0.1:${port}/postgres`,
    programs,
    async stop() {
      process.off("exit", killed);
      if (server.exitCode === null && server.signalCode === null) {
        server.kill("SIGINT");
        await once(server, "exit");
      }
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** A fresh folder that belongs to whom the servers run as. */
export async function unprivilegedFolder(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), "slipway-test-postgres-"));
  await giveAway(home);
  return home;
}

async function giveAway(path: string): Promise<void> {
  const { uid, gid } = unprivileged;
  if (uid !== undefined && gid !== undefined) await chown(path, uid, gid);
}

async function installedPrograms(): Promise<string> {
  const program = await findPostgresProgram("postgres", { companions: ["initdb"] });
  if (!program) throw new Error("No PostgreSQL server is installed (apt-get install postgresql)");
  return program.directory;
}

const defaults = {
  listen_addresses: "127.0.0.1",
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  autovacuum: "off",
  log_min_messages: "log",
  logging_collector: "off",
};

const nobody = 65534;

/** PostgreSQL refuses to run as root. */
export const unprivileged: { uid?: number; gid?: number } =
  process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** Resolves when the server says that it accepts connections; afterwards its log is read and dropped. */
function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = "";
    server.once("error", reject);
    server.once("exit", (code) => reject(new Error(`PostgreSQL ended with ${code}:\n${log}`)));
    server.stderr?.on("data", (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-4000);
      if (/ready to accept (read-only )?connections/.test(log)) resolve();
    });
  });
}
