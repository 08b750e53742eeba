import { afterAll, beforeAll, expect, test } from "vitest";
import { openClient } from "../../agent/database/client.ts";
import type { Connection } from "../../agent/database/connection.ts";
import { readSourceFacts } from "../../agent/snapshot/source-facts.ts";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";
import { createDatabase, sql } from "../support/sql.ts";

let server: TestPostgres;
let source: Connection;

beforeAll(async () => {
  server = await startPostgres();
  source = await createDatabase(server.connection, "facts");
  await sql(
    source,
    `CREATE TYPE mood AS ENUM ('calm', 'rough');
     CREATE TABLE ships (id int PRIMARY KEY, name text NOT NULL, mood mood);
     INSERT INTO ships SELECT n, 'ship', 'calm' FROM generate_series(1, 100) AS n;
     CREATE VIEW names AS SELECT name FROM ships;
     CREATE FUNCTION knots(int) RETURNS int LANGUAGE sql AS 'SELECT $1 * 2'`,
  );
});

afterAll(() => server?.stop());

const fingerprint = async () => (await readSourceFacts(source, new AbortController().signal)).schemaFingerprint;

test.each([
  "ALTER TABLE ships ADD length int",
  "ALTER TABLE ships ALTER length SET DEFAULT 7",
  "ALTER TABLE ships ALTER length TYPE bigint",
  "ALTER TABLE ships ADD CHECK (length > 0)",
  "CREATE INDEX by_name ON ships (name)",
  "DROP INDEX by_name; CREATE INDEX by_name ON ships (lower(name))",
  "CREATE OR REPLACE VIEW names AS SELECT upper(name) AS name FROM ships",
  "CREATE OR REPLACE FUNCTION knots(int) RETURNS int LANGUAGE sql AS 'SELECT $1 * 3'",
  "ALTER TYPE mood ADD VALUE 'wild'",
  "CREATE DOMAIN depth AS int CHECK (VALUE >= 0)",
  "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER noted BEFORE INSERT ON ships FOR EACH ROW EXECUTE FUNCTION note()",
  "CREATE TABLE years (at int) PARTITION BY RANGE (at); CREATE TABLE early PARTITION OF years FOR VALUES FROM (1) TO (9)",
  "ALTER TABLE years DETACH PARTITION early; ALTER TABLE years ATTACH PARTITION early FOR VALUES FROM (2) TO (8)",
])("the schema is another after %s", async (statement) => {
  const before = await fingerprint();
  await sql(source, statement);
  expect(await fingerprint()).not.toBe(before);
});

test.each(["UPDATE ships SET name = 'boat'", "ANALYZE", "TRUNCATE ships", "VACUUM FULL"])(
  "it is the same after %s",
  async (statement) => {
    const before = await fingerprint();
    await sql(source, statement);
    expect(await fingerprint()).toBe(before);
  },
);

test("it is the same while somebody has a temporary table", async () => {
  const before = await fingerprint();
  const client = await openClient(source);
  await client.query("CREATE TEMPORARY TABLE scratch (id int PRIMARY KEY, ship int CHECK (ship > 0))");
  expect(await fingerprint()).toBe(before);
  await client.end();
});
