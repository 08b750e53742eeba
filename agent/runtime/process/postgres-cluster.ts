import { randomBytes } from "node:crypto";
import { chown, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { Problem } from "../../problem.ts";
import { Secret } from "../../secrets/secret.ts";
import { postgresIdentity } from "./postgres-identity.ts";
import type { PostgresInstallation } from "./postgres-installation.ts";
import { postgresEnvironment } from "./postgres-server.ts";

/** The superuser of every server. */
export const superuser = "postgres";

/** Makes an empty cluster in `home/data`. @returns its superuser's password. */
export async function createCluster(
  installation: PostgresInstallation,
  home: string,
  signal: AbortSignal,
): Promise<Secret> {
  const password = new Secret(randomBytes(24).toString("base64url"));
  const file = join(home, "password");
  const identity = postgresIdentity();
  await writeFile(file, password.reveal(), { mode: 0o600 });
  if (identity) await chown(file, identity.uid, identity.gid);
  const locale = process.platform === "linux" ? "C.UTF-8" : "C";
  const options = ["-U", superuser, "-A", "scram-sha-256", "-E", "UTF8", `--locale=${locale}`, "--no-sync"];
  await runProgram(installation, "initdb", [...options, `--pwfile=${file}`, "-D", join(home, "data")], home, {
    signal,
  });
  await rm(file);
  return password;
}

/** Runs statements, each a line, in a cluster that is not running: over the standard input of its own shell. */
export async function runSql(
  installation: PostgresInstallation,
  home: string,
  sql: string,
  signal: AbortSignal,
): Promise<void> {
  const options = ["--single", "-D", join(home, "data"), "-c", "fsync=off", "-c", "log_min_error_statement=panic"];
  await runProgram(installation, "postgres", [...options, "postgres"], home, { signal, input: sql });
}

/** Writes a stopped cluster through to the disk, which was not waited for while it was filled. */
export async function syncCluster(
  installation: PostgresInstallation,
  home: string,
  signal: AbortSignal,
): Promise<void> {
  await runProgram(installation, "initdb", ["--sync-only", "-D", join(home, "data")], home, { signal });
}

async function runProgram(
  { programs }: PostgresInstallation,
  program: string,
  options: string[],
  home: string,
  { signal, input }: { signal: AbortSignal; input?: string },
): Promise<void> {
  const child = await execa(join(programs, program), options, {
    ...postgresIdentity(),
    cwd: home,
    env: postgresEnvironment(),
    extendEnv: false,
    cancelSignal: signal,
    reject: false,
    input: input ?? "",
  });
  signal.throwIfAborted();
  if (child.exitCode === 0 && !/^(ERROR|FATAL|PANIC):/m.test(child.stderr.replaceAll(/^\S+ \S+ \S+ \[\d+\] /gm, "")))
    return;
  throw new Problem({
    what: `PostgreSQL's ${program} failed`,
    where: home,
    why: child.stderr.trim().slice(-2000) || child.shortMessage,
    code: "postgres-failed",
  });
}
