/**
 * @module-tag postgres
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { withReader } from "../../agent/database/with-reader.ts";
import type { Assertion } from "../../agent/migrations/proof/assertion.ts";
import { countBreaking } from "../../agent/migrations/proof/breaking-rows.ts";
import { findAssertions } from "../../agent/migrations/proof/find-assertions.ts";
import { plantRow } from "../../agent/migrations/proof/plant-row.ts";
import { readCatalogue } from "../../agent/migrations/proof/read-catalogue.ts";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";
import { createDatabase, sql } from "../support/sql.ts";
import { tableContents } from "../support/table-contents.ts";

let server: TestPostgres;
let databases = 0;
const { signal } = new AbortController();

beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());

const families = `
  CREATE TABLE parents (a int, b KEY_TYPE, PRIMARY KEY (a, b));
  CREATE TABLE children (id int PRIMARY KEY, a int CHECK (a < 3), b KEY_TYPE);
  INSERT INTO parents VALUES (1, SAMPLE), (2, SAMPLE);
  INSERT INTO children VALUES (1, 1, SAMPLE), (2, NULL, SAMPLE), (3, 2, SAMPLE);
`;
const refer = "ALTER TABLE children ADD FOREIGN KEY (a, b) REFERENCES parents";
const family = (type: string, value: string) => families.replaceAll("KEY_TYPE", type).replaceAll("SAMPLE", value);

const partitioned = `
  CREATE TABLE events (id int NOT NULL, day int NOT NULL, place text) PARTITION BY RANGE (day);
  CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (10);
  CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM (10) TO (20);
  INSERT INTO events SELECT n, n, 'here' FROM generate_series(0, 19) n;
`;

test.each([
  ["a text in a key of two columns", family("varchar(5)", "'x'"), refer, ["children (a,b)"]],
  ["a uuid", family("uuid", "'00000000-0000-0000-0000-000000000001'"), refer, ["children (a,b)"]],
  ["a date, for which a row that is referred to goes", family("date", "'2026-01-01'"), refer, ["children (a,b)"]],
  [
    "a smallint",
    "CREATE TABLE p (id smallint PRIMARY KEY); CREATE TABLE c (p smallint); INSERT INTO p VALUES (7); INSERT INTO c VALUES (7)",
    "ALTER TABLE c ADD FOREIGN KEY (p) REFERENCES p",
    ["c (p)"],
  ],
  [
    "a table that refers to itself",
    "CREATE TABLE t (id date PRIMARY KEY, up date); INSERT INTO t VALUES ('2026-01-01', '2026-01-01'), ('2026-01-02', '2026-01-01')",
    "ALTER TABLE t ADD FOREIGN KEY (up) REFERENCES t",
    ["t (up)"],
  ],
  ["partitions, once for all", partitioned, "ALTER TABLE events ALTER place SET NOT NULL", ["events (place)"]],
  ["a key of partitions", partitioned, "ALTER TABLE events ADD UNIQUE (day, id)", ["events (day,id)"]],
  [
    "a key beside another, which stays whole",
    "CREATE TABLE t (a int, b int, UNIQUE (a, b)); INSERT INTO t VALUES (1, 1), (1, 2), (2, 3)",
    "ALTER TABLE t ADD UNIQUE (b)",
    ["t (b)"],
  ],
  [
    "a key in which NULLs are equal",
    "CREATE TABLE t (id int PRIMARY KEY, a int); INSERT INTO t VALUES (1, NULL), (2, 5)",
    "ALTER TABLE t ADD UNIQUE NULLS NOT DISTINCT (a)",
    ["t (a)"],
  ],
  [
    "a primary key, which is never NULL as well",
    'CREATE TABLE "T x" ("a ""b" text); INSERT INTO "T x" VALUES (1), (2)',
    'ALTER TABLE "T x" ADD PRIMARY KEY ("a ""b")',
    ['T x (a "b)', 'T x (a "b)'],
  ],
])("a row can break: %s", async (_, schema, migration, places) => {
  const before = await prepared(schema);
  for (const asserted of await assertedBy(schema, migration, places)) {
    const database = await prepared(schema);
    expect(await counted(database, asserted)).toBe(0);
    expect(await plantRow(database, asserted, signal)).toBe(true);
    expect(await counted(database, asserted)).toBeGreaterThan(0);
    await expect(sql(database, migration)).rejects.toThrow(/violates|contains null|could not create unique/);
  }
  await sql(before, migration);
});

test("without rows there is nothing to break anything with, and nothing is changed", async () => {
  const schema = "CREATE TABLE t (id int PRIMARY KEY, a int); INSERT INTO t VALUES (1, 5)";
  const [unique] = await assertedBy(schema, "ALTER TABLE t ADD UNIQUE (a)", ["t (a)"]);
  const database = await prepared(schema);
  const contents = await tableContents(database);
  expect(unique && (await plantRow(database, unique, signal))).toBe(false);
  expect(await tableContents(database)).toBe(contents);
});

async function prepared(schema: string) {
  const database = await createDatabase(server.connection, `planting_${databases++}`);
  await sql(database, schema);
  return database;
}

/** What the migration asserts, found as a ship run finds it. */
async function assertedBy(schema: string, migration: string, places: readonly string[]): Promise<readonly Assertion[]> {
  const database = await prepared(schema);
  const before = await withReader(database, signal, readCatalogue);
  await sql(database, migration);
  const { assertions } = findAssertions(before, await withReader(database, signal, readCatalogue));
  expect(assertions.map(({ table, columns }) => `${table.name} (${columns})`)).toEqual(places);
  return assertions;
}

async function counted(database: Parameters<typeof withReader>[0], asserted: Assertion): Promise<number> {
  return (await withReader(database, signal, (client) => countBreaking(client, asserted))).rows;
}
