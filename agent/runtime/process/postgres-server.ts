import { spawn } from "node:child_process";
import { once } from "node:events";
import { open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Problem } from "../../problem.ts";
import { commandLineOf, identifyProcess, isAlive } from "../../process/process-identity.ts";
import { postgresIdentity } from "./postgres-identity.ts";
import type { PostgresInstallation } from "./postgres-installation.ts";

/** A running server, known by its data directory alone: another agent finds it again. */
export interface RunningPostgres {
  readonly pid: number;
  readonly port: number;
}

/** Disposable data: nothing is waited for. The log holds no statement, for those hold data. */
const settings: Readonly<Record<string, string>> = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  wal_level: "minimal",
  max_wal_senders: "0",
  shared_buffers: "64MB",
  logging_collector: "off",
  log_min_messages: "fatal",
  log_min_error_statement: "panic",
};

/** What PostgreSQL's programs see of the environment. */
export function postgresEnvironment(): Record<string, string> {
  return { PATH: process.env.PATH ?? "", LC_ALL: "C" };
}

/**
 * Starts a server that outlives the agent, and waits until it accepts connections.
 * @param home holds `data`; the server's log is written beside it.
 */
export async function launchPostgres(
  { programs }: PostgresInstallation,
  home: string,
  port: number,
  signal: AbortSignal,
): Promise<RunningPostgres> {
  signal.throwIfAborted();
  const data = join(home, "data");
  const log = await open(join(home, "log"), "w", 0o600);
  const options = Object.entries({ ...settings, port: String(port) }).flatMap(([name, value]) => [
    "-c",
    `${name}=${value}`,
  ]);
  const server = spawn(join(programs, "postgres"), ["-D", data, ...options], {
    ...postgresIdentity(),
    cwd: home,
    env: postgresEnvironment(),
    detached: true,
    stdio: ["ignore", log.fd, log.fd],
  });
  server.unref();
  let ended = false;
  once(server, "exit").then(
    () => (ended = true),
    () => (ended = true),
  );
  await log.close();
  while (!ended) {
    if (signal.aborted) {
      server.kill("SIGQUIT");
      await once(server, "exit").catch(() => {});
      signal.throwIfAborted();
    }
    const running = await findPostmaster(home);
    if (running?.ready && running.pid === server.pid) return { pid: running.pid, port };
    await delay(15);
  }
  throw await didNotStart(home);
}

/** The server that runs on this data now, if one does. */
export async function findRunning(home: string): Promise<RunningPostgres | undefined> {
  const found = await findPostmaster(home);
  return found?.ready ? { pid: found.pid, port: found.port } : undefined;
}

/** Ends the server that runs on this data: cleanly, or at once where nobody needs the data any more. */
export async function endPostgres(home: string, how: "cleanly" | "at-once"): Promise<void> {
  const found = await findPostmaster(home);
  const identity = found && (await identifyProcess(found.pid));
  if (!identity) return;
  process.kill(identity.pid, how === "cleanly" ? "SIGINT" : "SIGQUIT");
  const patience = Date.now() + (how === "cleanly" ? 60_000 : 5_000);
  while (await isAlive(identity)) {
    if (Date.now() > patience) process.kill(identity.pid, "SIGKILL");
    await delay(15);
  }
}

/** `postmaster.pid` counts only where the process of that number was started on this very directory. */
async function findPostmaster(home: string): Promise<(RunningPostgres & { ready: boolean }) | undefined> {
  const data = join(home, "data");
  const [pid, , , port, , , , status] = (await readFile(join(data, "postmaster.pid"), "utf8").catch(() => "")).split(
    "\n",
  );
  if (!pid || !(await commandLineOf(Number(pid))).includes(data)) return undefined;
  return { pid: Number(pid), port: Number(port), ready: status?.trim() === "ready" };
}

async function didNotStart(home: string): Promise<Problem> {
  const log = await readFile(join(home, "log"), "utf8").catch(() => "");
  return new Problem({
    what: "PostgreSQL did not start",
    where: home,
    why: log.trim().slice(-2000) || "it said nothing",
    code: log.includes("could not bind") ? "port-in-use" : "postgres-failed",
  });
}
