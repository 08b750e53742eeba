import type { Client } from "pg";
import { openClient } from "../../database/client.ts";
import { type Connection, describeConnection, withDatabase } from "../../database/connection.ts";
import { quoteIdentifier } from "../../database/identifiers.ts";
import { Problem } from "../../problem.ts";
import { schemaFingerprint } from "../catalogue/schema-fingerprint.ts";
import type { SubsetRequest } from "../request.ts";
import type { Source } from "../source/source.ts";
import { notCreated } from "./not-created.ts";
import { findTemplate, templateName } from "./schema-template.ts";
import { openMadeTarget, type TargetDatabase } from "./target-database.ts";

/**
 * Makes the target database as a copy of the schema's template, which stays on the target's server for the next time and
 * is made where there is none, or an outdated one.
 * @throws Problem when the target exists or the role may not create databases.
 */
export async function createTarget(
  source: Source,
  request: Pick<SubsetRequest, "source" | "target" | "schemas" | "dumper">,
  most: number,
  signal: AbortSignal,
): Promise<TargetDatabase> {
  const { target } = request;
  const fingerprint = schemaFingerprint(source);
  // It fails where it is waited for.
  fingerprint.catch(() => {});
  const admin = await openAdmin(target, signal);
  let made = false;
  const drop = () => dropDatabase(target);
  try {
    await requireNew(admin, target);
    const name = templateName(request);
    // Others who want the same template wait until it is there and copied.
    await lock(admin, name, signal);
    const schema = await findTemplate(admin, { name, fingerprint: await fingerprint }, source, request, signal);
    signal.throwIfAborted();
    const how = await copyStrategy(admin);
    await admin
      .query(`CREATE DATABASE ${quoteIdentifier(target.database)} TEMPLATE ${quoteIdentifier(name)}${how}`)
      .catch((error) => Promise.reject(notCreated(error, target)));
    made = true;
    signal.throwIfAborted();
    return await openMadeTarget(target, { most, signal, schema, like: admin }, drop);
  } catch (error) {
    if (made) await drop();
    throw error;
  } finally {
    await admin.end().catch(() => {});
  }
}

/**
 * Since 15, PostgreSQL logs a copied database page by page, which spares a busy server two checkpoints and thousands of
 * files to sync. One that syncs nothing, as clones and tests have it, copies the files in half the time.
 */
async function copyStrategy(admin: Client): Promise<string> {
  const { rows } = await admin.query(
    "SELECT WHERE NOT current_setting('fsync')::bool AND current_setting('server_version_num')::int >= 150000",
  );
  return rows.length > 0 ? " STRATEGY file_copy" : "";
}

/** A session beside the databases that are made and copied. */
async function openAdmin(target: Connection, signal: AbortSignal): Promise<Client> {
  const options = { role: "target", signal } as const;
  return openClient(withDatabase(target, "postgres"), options).catch((error) => {
    signal.throwIfAborted();
    // A server need not have that one; every server has this one.
    return openClient(withDatabase(target, "template1"), options).catch(() => Promise.reject(error));
  });
}

/** Waits for others who have the lock, but not when it is cancelled. */
async function lock(admin: Client, name: string, signal: AbortSignal): Promise<void> {
  const giveUp = () => admin.connection.stream.destroy();
  signal.addEventListener("abort", giveUp, { once: true });
  try {
    await admin.query("SELECT pg_advisory_lock(hashtextextended($1, 0))", [name]);
  } finally {
    signal.removeEventListener("abort", giveUp);
  }
}

async function requireNew(admin: Client, target: Connection): Promise<void> {
  const { rows } = await admin.query("SELECT FROM pg_database WHERE datname = $1", [target.database]);
  if (rows.length === 0) return;
  throw new Problem({
    what: "The target database exists already",
    where: describeConnection(target),
    next: "Name one that is not there yet; or leave --create away, to fill this one while it is empty.",
    code: "target-exists",
    usage: true,
  });
}

async function dropDatabase(target: Connection): Promise<void> {
  const admin = await openAdmin(target, new AbortController().signal);
  try {
    await admin.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(target.database)} WITH (FORCE)`);
  } finally {
    await admin.end();
  }
}
