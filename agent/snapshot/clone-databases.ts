import { openClient } from "../database/client.ts";
import type { Connection } from "../database/connection.ts";
import { withDatabase } from "../database/connection.ts";
import { quoteIdentifier, quoteLiteral } from "../database/identifiers.ts";

/** The database that nobody connects to: the subset as it came from production. */
export const pristine = "pristine";
/** The copy of it on which the change's migrations have run. */
export const migrated = "migrated";
/** The copy of `pristine` that a developer works on. */
export const developer = "dev";
/** The role that owns everything: it may create databases, and is no superuser. */
export const ownerRole = "app";

/**
 * Makes a database anew as a copy of a template of the same server; one of that name is dropped first, with its
 * sessions. A mark, if given, says what the copy was made for and can be read back by {@link markOf}.
 * @param superuser any database of the server.
 */
export async function copyDatabase(superuser: Connection, from: string, to: string, mark?: string): Promise<void> {
  await onServer(superuser, async (run) => {
    await drop(run, to);
    await run(
      `CREATE DATABASE ${quoteIdentifier(to)} TEMPLATE ${quoteIdentifier(from)} OWNER ${quoteIdentifier(ownerRole)} ${await asFiles(run)}`,
    );
    if (mark !== undefined) await run(`COMMENT ON DATABASE ${quoteIdentifier(to)} IS ${quoteLiteral(mark)}`);
  });
}

/**
 * How CREATE DATABASE is told to copy files. Through the log, as is usual since PostgreSQL 15, every page would pass the
 * server's memory and stay there, and in a container every file of the template would be copied to be opened.
 */
export async function asFiles(run: (sql: string) => Promise<{ rows: unknown[] }>): Promise<string> {
  const { rows } = await run("SELECT FROM pg_settings WHERE name = 'server_version_num' AND setting::int >= 150000");
  return rows.length > 0 ? "STRATEGY file_copy" : "";
}

/** Nobody may connect any more: from now on it only serves as a template. */
export async function freezeDatabase(superuser: Connection, name: string, mark: string): Promise<void> {
  await onServer(superuser, async (run) => {
    await run(`COMMENT ON DATABASE ${quoteIdentifier(name)} IS ${quoteLiteral(mark)}`);
    await run(`ALTER DATABASE ${quoteIdentifier(name)} WITH ALLOW_CONNECTIONS false IS_TEMPLATE true`);
  });
}

/** Drops a database with the sessions on it; one that is not there is fine. Templates are unlocked first. */
export async function dropDatabase(superuser: Connection, name: string): Promise<void> {
  await onServer(superuser, (run) => drop(run, name));
}

/** The mark of a database, or undefined where there is no such database or no mark. */
export async function markOf(superuser: Connection, name: string): Promise<string | undefined> {
  return onServer(superuser, async (run) => {
    const sql = `SELECT shobj_description(oid, 'pg_database') AS mark FROM pg_database WHERE datname = ${quoteLiteral(name)}`;
    const { rows } = await run(sql);
    return (rows[0] as { mark: string | null } | undefined)?.mark ?? undefined;
  });
}

/** The names of the databases that begin with a prefix. */
export async function databasesNamed(superuser: Connection, prefix: string): Promise<string[]> {
  return onServer(superuser, async (run) => {
    const { rows } = await run(
      `SELECT datname FROM pg_database WHERE starts_with(datname, ${quoteLiteral(prefix)}) ORDER BY 1`,
    );
    return (rows as { datname: string }[]).map(({ datname }) => datname);
  });
}

type Run = (sql: string) => Promise<{ rows: unknown[] }>;

async function drop(run: Run, name: string): Promise<void> {
  const { rows } = await run(`SELECT 1 FROM pg_database WHERE datname = ${quoteLiteral(name)} AND datistemplate`);
  if (rows.length > 0) await run(`ALTER DATABASE ${quoteIdentifier(name)} WITH IS_TEMPLATE false`);
  await run(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)} WITH (FORCE)`);
}

async function onServer<T>(superuser: Connection, use: (run: Run) => Promise<T>): Promise<T> {
  const client = await openClient(withDatabase(superuser, "postgres"));
  try {
    return await use((sql) => client.query(sql));
  } finally {
    await client.end();
  }
}
