import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Connection, withDatabase } from "../../agent/database/connection.ts";
import { detectMigrations } from "../../agent/migrations/detect-migrations.ts";
import { readLedger } from "../../agent/migrations/ledger.ts";
import { pendingMigrations, verifyApplied } from "../../agent/migrations/pending-migrations.ts";
import { runPlainSql } from "../../agent/migrations/plain-sql/run-plain-sql.ts";
import { isAbort } from "../../agent/problem.ts";
import { unwatched } from "../../agent/work.ts";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";
import { writeTree } from "../support/write-tree.ts";

let postgres: TestPostgres;
let connection: Connection;
let databases = 0;

beforeAll(async () => {
  postgres = await startPostgres();
}, 30_000);
afterAll(() => postgres.stop());

beforeEach(async () => {
  const name = `d${++databases}`;
  await query(postgres.connection, `CREATE DATABASE ${name}`);
  connection = withDatabase(postgres.connection, name);
});

describe("plain SQL files", () => {
  it("are applied in order, once, and written down", async () => {
    await using tree = await writeTree({
      "migrations/001_items.sql": "create table items (id int primary key);\ninsert into items values (1), (2);",
      "migrations/002_names.sql": "alter table items add name text;\ncreate index concurrently on items (name);",
    });
    const applied = await run(tree.directory);
    expect(applied.map(({ name }) => name)).toEqual(["001_items.sql", "002_names.sql"]);
    expect(await run(tree.directory)).toEqual([]);
    const migrations = await plain(tree.directory);
    const rows = await readLedger(connection, migrations.ledger, unwatched());
    expect(rows).toEqual(["001_items.sql", "002_names.sql"]);
    verifyApplied(migrations, rows);
    await writeFile(join(tree.directory, "migrations/003_more.sql"), "select 1;");
    expect(pendingMigrations(await plain(tree.directory), rows).map(({ path }) => path)).toEqual([
      "migrations/003_more.sql",
    ]);
  });

  it("fail with file, line, SQLSTATE and message, and the file is undone", async () => {
    await using tree = await writeTree({
      "migrations/001_items.sql": "create table items (id int);",
      "migrations/002_bad.sql": "create table more ();\n\nselect id,\n  nothing\nfrom items;",
    });
    const problem = await run(tree.directory).catch((error: Error) => error);
    expect(problem).toMatchObject({ code: "migration-failed", where: "migrations/002_bad.sql:4" });
    expect(String(problem)).toContain('42703 column "nothing" does not exist');
    expect(String(problem)).toContain("Nothing of this file was kept");
    expect(await tables()).toEqual(["items", "slipway_migrations"]);
  });

  it("name the statement where PostgreSQL points at no character, and say what stays", async () => {
    await using tree = await writeTree({
      "migrations/001.sql":
        "create table a (b int);\ninsert into a values (1), (1);\ncreate unique index concurrently x on a (b);",
    });
    const problem = await run(tree.directory).catch((error: Error) => error);
    expect(problem).toMatchObject({ where: "migrations/001.sql:3" });
    expect(String(problem)).toContain("23505");
    expect(String(problem)).toContain("Key (b)=(1) is duplicated");
    expect(String(problem)).toContain("stays");
  });

  it("are undone when a constraint fails at their end", async () => {
    await using tree = await writeTree({
      "migrations/001.sql":
        "create table a (id int primary key);\ncreate table b (a int references a deferrable initially deferred);\ninsert into b values (1);\n",
    });
    await expect(run(tree.directory)).rejects.toMatchObject({
      where: "migrations/001.sql:3",
      code: "migration-failed",
    });
    expect(await tables()).toEqual(["slipway_migrations"]);
  });

  it("are refused when they were edited after they had been applied", async () => {
    await using tree = await writeTree({ "migrations/001.sql": "select 1;" });
    await run(tree.directory);
    await writeFile(join(tree.directory, "migrations/001.sql"), "select 2;");
    await expect(run(tree.directory)).rejects.toMatchObject({ code: "migration-edited", where: "migrations/001.sql" });
  });

  it("stop at once when they are cancelled, leaving neither session nor half a file", async () => {
    await using tree = await writeTree({ "migrations/001.sql": "create table a (b int);\nselect pg_sleep(60);" });
    const cancel = new AbortController();
    const running = run(tree.directory, cancel.signal);
    const sessions = `SELECT pid FROM pg_stat_activity WHERE datname = '${connection.database}'`;
    while ((await query(postgres.connection, `${sessions} AND query LIKE '%pg_sleep%'`)).length === 0);
    cancel.abort();
    expect(await running.then(() => false, isAbort)).toBe(true);
    expect(await query(postgres.connection, sessions)).toEqual([]);
    expect(await tables()).toEqual(["slipway_migrations"]);
  });
});

describe("a ledger", () => {
  it("is empty where its table does not exist, or nobody knows it", async () => {
    expect(await readLedger(connection, { table: "pgmigrations", column: "name" }, unwatched())).toEqual([]);
    expect(await readLedger(connection, undefined, unwatched())).toEqual([]);
  });

  it("is read in its schema, by its expression, with its condition", async () => {
    await query(
      connection,
      `CREATE SCHEMA drizzle;
       CREATE TABLE drizzle.__drizzle_migrations (id serial, hash text, created_at bigint);
       INSERT INTO drizzle.__drizzle_migrations (created_at) VALUES (1700000000001);
       CREATE TABLE flyway_schema_history (script text, success bool);
       INSERT INTO flyway_schema_history VALUES ('V1__a.sql', true), ('V2__b.sql', false);
       CREATE TABLE "SequelizeMeta" (name text);
       INSERT INTO "SequelizeMeta" VALUES ('1_a.js')`,
    );
    const read = (ledger: Parameters<typeof readLedger>[1]) => readLedger(connection, ledger, unwatched());
    expect(await read({ table: "drizzle.__drizzle_migrations", column: "created_at::text" })).toEqual([
      "1700000000001",
    ]);
    expect(await read({ table: "flyway_schema_history", column: "script", where: "success" })).toEqual(["V1__a.sql"]);
    expect(await read({ table: "SequelizeMeta" })).toEqual(["1_a.js"]);
  });
});

async function plain(directory: string) {
  const migrations = await detectMigrations(directory);
  if (migrations?.framework !== "plain-sql") throw new Error("no plain SQL files");
  return migrations;
}

async function run(directory: string, signal?: AbortSignal) {
  return runPlainSql(connection, directory, await plain(directory), unwatched(signal));
}

async function tables(): Promise<string[]> {
  const rows = await query<{ name: string }>(
    connection,
    "SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1",
  );
  return rows.map(({ name }) => name);
}

async function query<Row = unknown>({ password, ...place }: Connection, sql: string): Promise<Row[]> {
  const client = new Client({
    host: place.host,
    port: place.port,
    user: place.user,
    database: place.database,
    password: password?.reveal(),
  });
  await client.connect();
  try {
    return ((await client.query(sql)).rows ?? []) as Row[];
  } finally {
    await client.end();
  }
}
