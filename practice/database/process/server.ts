import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { settingArguments } from "../server-settings.ts";
import { unprivileged } from "./data-directory.ts";
import type { PostgresPrograms } from "./programs.ts";

/** A PostgreSQL server as a child of this process. */
export interface RunningServer {
  /** Throws with the end of the log when the server has ended. */
  check(): Promise<void>;
  /** Ends it in good order. Data is on disk afterwards. */
  stop(): Promise<void>;
}

/** Starts a server over a data directory that no other server uses, on 127.0.0.1. Its log is `log` beside the data. */
export async function startServer(
  programs: PostgresPrograms,
  home: string,
  port: number,
  settings: Readonly<Record<string, string>>,
): Promise<RunningServer> {
  const log = await open(join(home, "log"), "a", 0o600);
  const all = { listen_addresses: "127.0.0.1", port: String(port), ...settings };
  const server = spawn(join(programs.directory, "postgres"), ["-D", join(home, "data"), ...settingArguments(all)], {
    ...unprivileged,
    cwd: home,
    stdio: ["ignore", log.fd, log.fd],
  });
  await once(server, "spawn");
  await log.close();
  const hasEnded = () => server.exitCode !== null || server.signalCode !== null;
  return {
    async check() {
      if (!hasEnded()) return;
      const lines = (await readFile(join(home, "log"), "utf8")).trim().split("\n");
      throw new Error(`Production's database ended: ${lines.slice(-5).join("\n")}`);
    },
    async stop() {
      if (!hasEnded()) await end(server);
    },
  };
}

/** Tells a stopped server statements in single-user mode, one a line. They are in nobody's list of processes. */
export async function tellStopped(programs: PostgresPrograms, home: string, statements: string): Promise<void> {
  const args = ["--single", "-D", join(home, "data"), ...settingArguments({}), "postgres"];
  await execa(join(programs.directory, "postgres"), args, { ...unprivileged, cwd: home, input: statements });
}

/** Ends a server that outlived the process that started it. */
export async function stopStray(programs: PostgresPrograms, home: string): Promise<void> {
  const args = ["stop", "-D", join(home, "data"), "-m", "fast", "-w"];
  await execa(join(programs.directory, "pg_ctl"), args, { ...unprivileged, cwd: home, reject: false });
}

async function end(server: ChildProcess): Promise<void> {
  const ended = once(server, "exit");
  server.kill("SIGINT");
  const impatient = setTimeout(() => server.kill("SIGQUIT"), 30_000);
  await ended;
  clearTimeout(impatient);
}
