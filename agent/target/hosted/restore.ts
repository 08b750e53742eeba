import type { Client } from "pg";
import { openClient, serverMajor } from "../../database/client.ts";
import { type Connection, withDatabase } from "../../database/connection.ts";
import { quoteIdentifier, quoteLiteral } from "../../database/identifiers.ts";
import { findPostgresProgram } from "../../database/postgres-programs.ts";
import { Problem } from "../../problem.ts";
import type { Work } from "../../work.ts";
import { copyPrefix } from "./backup.ts";
import { copyDatabaseSettings, createDatabaseLike } from "./database-like.ts";
import { runPostgresProgram } from "./run-postgres-program.ts";

/** Stands in the comment of a database that is being restored: one whose run ended too early is known by it. */
const draftComment = "Slipway is restoring a backup into this database";

/**
 * Makes a database beside production's that is as a backup has it. Production's goes on meanwhile.
 * @param backup what `backUp` gave.
 * @returns the database's name. A cancel or a failure drops it.
 * @throws Problem "restore-failed".
 */
export async function restoreBackup(production: Connection, backup: string, name: string, work: Work): Promise<string> {
  const admin = await openMaintenance(production);
  try {
    for (const draft of await drafts(admin)) await drop(admin, draft);
    try {
      work.progress("restoring the database beside the present one");
      if (backup.startsWith(copyPrefix)) await copyDatabase(admin, backup.slice(copyPrefix.length), name);
      else await restoreDump(admin, production, backup, name, work);
      await copyDatabaseSettings(admin, production.database, name);
      work.signal.throwIfAborted();
    } catch (error) {
      await drop(admin, name);
      work.signal.throwIfAborted();
      throw error instanceof Problem ? error : failed(production, error instanceof Error ? error.message : undefined);
    }
    return name;
  } finally {
    await admin.end();
  }
}

/** Says that a restored database is no draft any more. */
export async function keepRestored(admin: Client, name: string): Promise<void> {
  await admin.query(`COMMENT ON DATABASE ${quoteIdentifier(name)} IS NULL`);
}

/** A session with production's server in a database that is neither production's nor made by us. */
export async function openMaintenance(production: Connection): Promise<Client> {
  try {
    return await openClient(withDatabase(production, "postgres"));
  } catch {
    return openClient(withDatabase(production, "template1"));
  }
}

async function copyDatabase(admin: Client, copy: string, name: string): Promise<void> {
  await admin.query(`CREATE DATABASE ${quoteIdentifier(name)} TEMPLATE ${quoteIdentifier(copy)}`);
  await mark(admin, name);
}

async function restoreDump(
  admin: Client,
  production: Connection,
  file: string,
  name: string,
  work: Work,
): Promise<void> {
  const program = await findPostgresProgram("pg_restore", { minMajor: await serverMajor(admin) });
  if (!program) throw failed(production, "no pg_restore of the server's version is on this machine");
  await createDatabaseLike(admin, production.database, name);
  await mark(admin, name);
  const options = ["--exit-on-error", "--jobs=2", `--dbname=${name}`];
  const { exitCode, stderr } = await runPostgresProgram(program.path, production, { options, operand: file }, work);
  work.signal.throwIfAborted();
  if (exitCode !== 0) throw failed(production, stderr.trim());
  const restored = await openClient(withDatabase(production, name));
  try {
    await restored.query("ANALYZE");
  } finally {
    await restored.end();
  }
}

async function mark(admin: Client, name: string): Promise<void> {
  await admin.query(`COMMENT ON DATABASE ${quoteIdentifier(name)} IS ${quoteLiteral(draftComment)}`);
}

async function drafts(admin: Client): Promise<string[]> {
  const { rows } = await admin.query<{ name: string }>(
    `SELECT datname AS name FROM pg_database
      WHERE shobj_description(oid, 'pg_database') = $1
        AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datname = pg_database.datname)`,
    [draftComment],
  );
  return rows.map(({ name }) => name);
}

async function drop(admin: Client, name: string): Promise<void> {
  await admin.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)} WITH (FORCE)`);
}

function failed({ host, port, database }: Connection, why: string | undefined): Problem {
  return new Problem({
    what: "The backup could not be restored",
    where: `${host}:${port}/${database}`,
    why,
    next: "Production was not changed. Mend the cause and try again, or go back with the code alone: `--database keep`.",
    code: "restore-failed",
  });
}
