import { randomBytes } from "node:crypto";
import { mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import type { Founding } from "../../work.ts";
import { fillProduction } from "../fill/fill.ts";
import { recipeHash } from "../fill/recipe.ts";
import { freePort } from "../port.ts";
import { HOST_ACCESS, makingSettings } from "../server-settings.ts";
import { unprivileged } from "./data-directory.ts";
import { giveTo } from "./owner.ts";
import type { PostgresPrograms } from "./programs.ts";
import { startServer } from "./server.ts";

/** Puts production's data directory, with all its rows, at `home/data`: out of the cache, or made and kept there. */
export async function provideData(
  programs: PostgresPrograms,
  home: string,
  cacheDir: string,
  work: Founding,
): Promise<void> {
  const kept = join(cacheDir, "practice-production", await recipeHash(programs.version));
  const data = join(home, "data");
  if (await stat(kept).catch(() => undefined)) {
    work.say("Copying production from the cache");
    await copyTree(kept, data, work.signal);
    return;
  }
  await makeData(programs, home, work);
  work.say("Keeping production for the next time");
  await keep(data, kept, work.signal);
}

async function makeData(programs: PostgresPrograms, home: string, work: Founding): Promise<void> {
  work.say(`Creating production's database with ${programs.version}`);
  const password = randomBytes(18).toString("base64url");
  const passwordFile = join(home, "password");
  await writeFile(passwordFile, password, { mode: 0o600 });
  await giveTo(passwordFile, unprivileged);
  const args = ["-D", join(home, "data"), "-U", "postgres", "-A", "scram-sha-256", `--pwfile=${passwordFile}`];
  const options = { ...unprivileged, cwd: home, cancelSignal: work.signal };
  await execa(join(programs.directory, "initdb"), [...args, "-E", "UTF8", "--locale=C", "--no-sync"], options);
  await rm(passwordFile);
  await writeFile(join(home, "data", "pg_hba.conf"), HOST_ACCESS);
  const port = await freePort();
  const server = await startServer(programs, home, port, makingSettings);
  try {
    await fillProduction({ port, password }, work);
  } finally {
    await server.stop();
  }
}

/** Copies a stopped server's data into the cache, whole or not at all, and drops what older recipes made. */
async function keep(data: string, kept: string, signal: AbortSignal): Promise<void> {
  const folder = join(kept, "..");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const older = await readdir(folder);
  const unfinished = `${kept}.${process.pid}`;
  await copyTree(data, unfinished, signal);
  // Another founding may have been quicker: its copy is as good.
  await rename(unfinished, kept).catch(() => rm(unfinished, { recursive: true, force: true }));
  for (const name of older) await rm(join(folder, name), { recursive: true, force: true });
}

/** A copy with its modes and its owner. The system's own program takes a quarter of the time that Node takes. */
async function copyTree(from: string, to: string, signal: AbortSignal): Promise<void> {
  await execa("cp", ["-Rp", from, to], { cancelSignal: signal });
}
