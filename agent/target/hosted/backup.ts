import { rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { catalogueDumper } from "../../database/catalogue-dumper/catalogue-dumper.ts";
import { openClient, serverMajor } from "../../database/client.ts";
import { type Connection, withDatabase } from "../../database/connection.ts";
import { quoteIdentifier } from "../../database/identifiers.ts";
import { findPgDump } from "../../database/postgres-programs.ts";
import { Problem } from "../../problem.ts";
import { subset } from "../../subset/subset.ts";
import type { Work } from "../../work.ts";
import type { Backup } from "../target.ts";
import { besideName, stamped } from "./beside-name.ts";
import { createDatabaseLike } from "./database-like.ts";
import { runPostgresProgram } from "./run-postgres-program.ts";
import { readWriteCounters } from "./table-writes.ts";

/** How the place of a backup begins that is a database and no file. */
export const copyPrefix = "database ";

/** "dump": the whole database before a migration. "none": somebody else keeps backups. */
export type BackupWay = "dump" | "none";

/**
 * Keeps production's database as it is now. A file by pg_dump where one is found that fits the server; where none is,
 * a copy under another name on production's own server, so that no row leaves it.
 * @returns undefined for "none".
 */
export async function backUp(
  way: BackupWay,
  database: Connection,
  place: { folder: string; release: number },
  work: Work,
): Promise<Backup | undefined> {
  if (way === "none") return undefined;
  work.progress("keeping the database as it is");
  const at = Date.now();
  // Rather too many rows than too few: what is written while it is made may not be in it.
  const writes = await readWriteCounters(database).catch(() => undefined);
  return { place: await keep(database, place, work), at, writes };
}

async function keep(database: Connection, place: { folder: string; release: number }, work: Work): Promise<string> {
  const program = await findPgDump(await majorOf(database));
  // A release that failed is tried again under the same number: what the first try has kept stays.
  const what = `before_release_${place.release}`;
  return program
    ? dump(program.path, database, join(place.folder, `${stamped(what)}.dump`), work)
    : copy(database, besideName(database, what), work);
}

async function dump(program: string, connection: Connection, file: string, work: Work): Promise<string> {
  const { host, port, database } = connection;
  const draft = `${file}.draft`;
  const options = ["--format=custom", "--compress=1", `--file=${draft}`];
  const result = await runPostgresProgram(program, connection, { options, operand: database }, work);
  if (result.exitCode !== 0) {
    await rm(draft, { force: true });
    work.signal.throwIfAborted();
    throw new Problem({
      what: "Production's database could not be backed up",
      where: `${host}:${port}/${database}`,
      why: result.stderr.trim(),
      next: "Nothing was changed. Mend the cause, then release again.",
      code: "backup-failed",
    });
  }
  await rename(draft, file);
  work.log(`pg_dump wrote ${file} (${(await stat(file)).size} bytes)\n`);
  return file;
}

async function copy(database: Connection, name: string, work: Work): Promise<string> {
  const client = await openClient(database);
  let made = false;
  try {
    await createDatabaseLike(client, database.database, name);
    made = true;
    const target = withDatabase(database, name);
    // A straight line through the origin: every table whole.
    const curve = { "1": 1, "1000000000": 1_000_000_000 };
    await subset(
      { source: database, target, curve, seed: 1, tables: {}, transforms: "unmasked", dumper: catalogueDumper() },
      work,
    );
  } catch (error) {
    if (made) await client.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)} WITH (FORCE)`);
    throw error;
  } finally {
    await client.end();
  }
  return `${copyPrefix}${name}`;
}

async function majorOf(database: Connection): Promise<number> {
  const client = await openClient(database);
  try {
    return await serverMajor(client);
  } finally {
    await client.end();
  }
}
