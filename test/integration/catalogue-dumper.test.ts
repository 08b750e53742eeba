import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { catalogueDumper } from "../../agent/database/catalogue-dumper/catalogue-dumper.ts";
import { openClient } from "../../agent/database/client.ts";
import { type Connection, withDatabase } from "../../agent/database/connection.ts";
import { pgDumpDumper } from "../../agent/database/pg-dump-dumper.ts";
import { findPgDump } from "../../agent/database/postgres-programs.ts";
import type { SchemaDumper, SchemaRequest } from "../../agent/database/schema-dumper.ts";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";

let postgres: TestPostgres;
let pgDump: SchemaDumper;
let databases = 0;

describe("the catalogue dumper", { tags: ["postgres"] }, () => {
  beforeAll(async () => {
    postgres = await startPostgres();
    const program = await findPgDump(15);
    if (!program) throw new Error("this test compares with pg_dump, which is not installed");
    pgDump = pgDumpDumper(program);
  }, 90_000);

  afterAll(() => postgres?.stop());

  async function query(connection: Connection, sql: string): Promise<unknown[]> {
    const client = await openClient(connection);
    try {
      const result = await client.query(sql);
      return Array.isArray(result) ? [] : result.rows;
    } finally {
      await client.end();
    }
  }

  async function databaseWith(sql: string): Promise<Connection> {
    const name = `d${databases++}`;
    await query(postgres.connection, `CREATE DATABASE ${name} TEMPLATE template0`);
    const connection = withDatabase(postgres.connection, name);
    await query(connection, sql);
    return connection;
  }

  const request = (source: Connection, more: Partial<SchemaRequest> = {}): SchemaRequest => ({
    source,
    signal: new AbortController().signal,
    ...more,
  });

  const sections = async (dumper: SchemaDumper, source: Connection, more: Partial<SchemaRequest> = {}) => {
    const { preData, indexes, postData } = await dumper.dump(request(source, more));
    return { "pre-data": preData, "post-data": [...indexes.map(({ sql }) => sql), postData].join("\n") };
  };
  const dump = async (section: "pre-data" | "post-data", source: Connection, more: Partial<SchemaRequest> = {}) =>
    (await sections(catalogueDumper(), source, more))[section];

  async function restored(dumper: SchemaDumper, source: Connection): Promise<Connection> {
    const dumped = await sections(dumper, source);
    const copy = await databaseWith(dumped["pre-data"]);
    await query(copy, dumped["post-data"]);
    return copy;
  }

  /** What pg_dump says of a database, statement by statement, without comments and in a fixed order. */
  async function description(source: Connection): Promise<string[]> {
    return Object.values(await sections(pgDump, source))
      .join("\n")
      .split(/\n(?=--\n-- Name: )/)
      .map((entry) => entry.replaceAll(/^--.*\n?/gm, "").trim())
      .filter((statement) => statement && !statement.startsWith("COMMENT ON") && !statement.startsWith("SET "))
      .sort();
  }

  describe("the catalogue dumper makes the same schema as pg_dump", () => {
    test.each(["shop", "types", "partitions", "behaviour"])(
      "%s",
      async (schema) => {
        const sql = await readFile(join(import.meta.dirname, "catalogue-dumper", `${schema}.sql`), "utf8");
        const source = await databaseWith(sql);
        const expected = await description(await restored(pgDump, source));
        const copy = await restored(catalogueDumper(), source);
        expect(await description(copy)).toEqual(expected);
        expect(expected.length).toBeGreaterThan(10);
        expect(await dump("pre-data", copy)).toBe(await dump("pre-data", source));
        expect(await dump("post-data", copy)).toBe(await dump("post-data", source));
      },
      60_000,
    );
  });

  test("what needs a key comes after the rows with it, even a default, which is more than pg_dump manages", async () => {
    const source = await databaseWith(`
    CREATE TABLE users (id int PRIMARY KEY, name text);
    CREATE FUNCTION first_name() RETURNS text BEGIN ATOMIC SELECT name FROM users GROUP BY id ORDER BY id LIMIT 1; END;
    CREATE TABLE posts (author text DEFAULT first_name(), title text);
    CREATE VIEW named AS SELECT *, first_name() AS other FROM users GROUP BY id;`);
    expect(await description(await restored(catalogueDumper(), source))).toEqual(await description(source));
    const early = await dump("pre-data", source);
    expect(early).toContain("CREATE TABLE public.posts");
    expect(early).not.toContain("first_name");
  }, 90_000);

  test.each([
    ["aggregate public.total(integer)", "CREATE AGGREGATE total (int) (sfunc = int4pl, stype = int)"],
    ["cast (integer AS public.colour)", "CREATE TYPE colour AS ENUM ('red'); CREATE CAST (int AS colour) WITH INOUT"],
    ["operator public.+*(integer,integer)", "CREATE OPERATOR +* (function = int4pl, leftarg = int, rightarg = int)"],
    ["text search configuration public.mine", "CREATE TEXT SEARCH CONFIGURATION mine (copy = english)"],
    ["foreign-data wrapper far", "CREATE FOREIGN DATA WRAPPER far"],
    ["type public.shell", "CREATE TYPE shell"],
    ["table public.typed", "CREATE TYPE pair AS (a int); CREATE TABLE typed OF pair"],
  ])(
    "it refuses what it cannot express: %s",
    async (description_, sql) => {
      const source = await databaseWith(sql);
      for (const section of ["pre-data", "post-data"] as const)
        await expect(dump(section, source)).rejects.toMatchObject({
          code: "schema-inexpressible",
          where: expect.stringContaining(description_),
        });
    },
    30_000,
  );

  test("only the chosen schemas are read, and what they need of others is named", async () => {
    const source = await databaseWith(`
    CREATE SCHEMA "A"; CREATE SCHEMA b; CREATE SCHEMA c; CREATE EXTENSION hstore WITH SCHEMA c;
    CREATE TABLE "A".t (id int PRIMARY KEY, h c.hstore); CREATE TABLE b.u (t int REFERENCES "A".t);
    CREATE AGGREGATE c.total (int) (sfunc = int4pl, stype = int);`);
    const only = await databaseWith(await dump("pre-data", source, { schemas: ["A"] }));
    const tables = await query(
      only,
      "SELECT oid::regclass::text AS t FROM pg_class WHERE relkind = 'r' AND oid >= 16384",
    );
    expect(tables).toEqual([{ t: '"A".t' }]);
    await expect(dump("pre-data", source, { schemas: ["b"] })).rejects.toMatchObject({
      code: "schema-incomplete",
      where: expect.stringMatching(/^foreign key .* on b\.u needs (table|unique constraint) .*"A"\.t/),
    });
    await expect(dump("pre-data", source, { schemas: ["a"] })).rejects.toMatchObject({ code: "schema-missing" });
  }, 90_000);

  test("a snapshot's schema is dumped, whatever came after it", async () => {
    const source = await databaseWith("CREATE TABLE early ()");
    const holder = await openClient(source);
    await holder.query("BEGIN ISOLATION LEVEL REPEATABLE READ");
    const { rows } = await holder.query<{ id: string }>("SELECT pg_export_snapshot() AS id");
    await query(source, "CREATE TABLE late ()");
    const text = await dump("pre-data", source, { snapshot: rows[0]?.id });
    await holder.end();
    expect(text).toContain("public.early");
    expect(text).not.toContain("public.late");
  }, 90_000);

  test("a cancel ends the read and its session", async () => {
    const source = await databaseWith("CREATE TABLE t ()");
    const controller = new AbortController();
    const dumping = catalogueDumper().dump(request(source, { signal: controller.signal }));
    controller.abort();
    await expect(dumping).rejects.toMatchObject({ name: "AbortError" });
    const sessions = `SELECT 1 FROM pg_stat_activity WHERE datname = '${source.database}'`;
    await expect.poll(() => query(postgres.connection, sessions), { timeout: 5_000 }).toEqual([]);
  }, 90_000);
});
