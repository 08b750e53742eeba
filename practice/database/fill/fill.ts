import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ClientBase } from "pg";
import { practiceFile } from "../../files.ts";
import { type Founding, orAborted } from "../../work.ts";
import { connectWhenReady } from "../connect.ts";
import { OWNER } from "../production-database.ts";
import { migrationsAsSql } from "./migrations.ts";

/** One step of the making of production. */
export interface FillStep {
  readonly name: string;
  readonly sql: string;
}

/** What production is made of besides its schema, in order. */
export async function dataSteps(): Promise<FillStep[]> {
  const folder = practiceFile("database");
  const files = (await readdir(folder)).filter((file) => file.endsWith(".sql")).sort();
  return Promise.all(
    files.map(async (file) => ({
      name: file.replace(/^\d+-|\.sql$/g, ""),
      sql: await readFile(join(folder, file), "utf8"),
    })),
  );
}

/**
 * Makes production in an empty server: the owner, the schema by the app's own migrations, then the rows.
 * @param superuser the server's port and the password of `postgres`.
 */
export async function fillProduction(superuser: { port: number; password: string }, work: Founding): Promise<void> {
  const inside = (database: string, use: (client: ClientBase) => Promise<void>) =>
    withClient({ ...superuser, user: "postgres", database }, work.signal, use);
  await inside("postgres", async (client) => {
    await client.query(`CREATE ROLE ${OWNER} LOGIN CREATEDB`);
    await client.query(`CREATE DATABASE ${OWNER} OWNER ${OWNER}`);
  });
  await inside(OWNER, async (client) => {
    work.say("Creating production's schema");
    // Tables that were made in the same transaction are filled without a write-ahead log.
    await client.query("SET work_mem = '64MB'; SET maintenance_work_mem = '128MB'; SET jit = off; BEGIN");
    await client.query(`SET LOCAL ROLE ${OWNER}; ${await migrationsAsSql()}; RESET ROLE`);
    // A million foreign keys one by one would take longer than the rows: the last step proves them all at once.
    await client.query("SET LOCAL session_replication_role = replica");
    for (const { name, sql } of await dataSteps()) {
      work.say(`Filling production: ${name}`);
      await client.query(sql);
    }
    await client.query("COMMIT");
    await client.query("VACUUM (ANALYZE)");
  });
}

async function withClient(
  address: { port: number; user: string; database: string; password: string },
  signal: AbortSignal,
  use: (client: ClientBase) => Promise<void>,
): Promise<void> {
  const client = await connectWhenReady(address, signal);
  try {
    await orAborted(signal, use(client));
  } finally {
    // After an abort a query may still run: whoever owns the server stops it, and with it the connection.
    if (!signal.aborted) await client.end();
  }
}
