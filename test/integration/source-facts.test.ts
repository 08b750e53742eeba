/**
 * @module-tag postgres
 * @module-tag postgres18
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openClient } from "../../agent/database/client.ts";
import type { Connection } from "../../agent/database/connection.ts";
import { readSourceFacts } from "../../agent/snapshot/source-facts.ts";
import { embeddedPostgres } from "../../scripts/setup/embedded-postgres.ts";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";
import { createDatabase, sql } from "../support/sql.ts";

/** Each finds what those before it have made. */
const changes: Readonly<Record<string, readonly string[]>> = {
  tables: [
    "ALTER TABLE ships ADD length int",
    "ALTER TABLE ships ALTER length SET DEFAULT 7",
    "ALTER TABLE ships ALTER length TYPE bigint",
    "ALTER TABLE ships ADD CHECK (length > 0)",
    "ALTER TABLE ships SET UNLOGGED",
    "ALTER TABLE ships SET LOGGED, REPLICA IDENTITY FULL",
    "CREATE TABLE nothing ()",
    "CREATE TABLE boats (id int, name text); CREATE TABLE canoes (id int, name text)",
    "ALTER TABLE canoes INHERIT boats",
    'ALTER TABLE boats ALTER name TYPE text COLLATE "C"',
    "CREATE INDEX by_name ON ships (name)",
    "DROP INDEX by_name; CREATE INDEX by_name ON ships (lower(name))",
    "CREATE STATISTICS together ON id, name FROM boats",
    "DROP STATISTICS together; CREATE STATISTICS together (ndistinct) ON id, name FROM boats",
    "CREATE TABLE years (at int) PARTITION BY RANGE (at); CREATE TABLE early PARTITION OF years FOR VALUES FROM (1) TO (9)",
    "ALTER TABLE years DETACH PARTITION early; ALTER TABLE years ATTACH PARTITION early FOR VALUES FROM (2) TO (8)",
    "CREATE RULE twice AS ON INSERT TO boats DO ALSO INSERT INTO nothing DEFAULT VALUES",
    "CREATE OR REPLACE RULE twice AS ON INSERT TO boats DO INSTEAD NOTHING",
    "ALTER TABLE boats DISABLE RULE twice",
  ],
  views: [
    "CREATE OR REPLACE VIEW names AS SELECT upper(name) AS name FROM ships",
    "ALTER VIEW names SET (security_invoker = true)",
    "ALTER VIEW names SET (security_invoker = false)",
  ],
  "row security": [
    "ALTER TABLE ships ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE ships FORCE ROW LEVEL SECURITY",
    "CREATE POLICY calm ON ships USING (mood = 'calm')",
    "ALTER POLICY calm ON ships USING (mood = 'rough')",
    "ALTER POLICY calm ON ships WITH CHECK (id > 0)",
    "ALTER POLICY calm ON ships TO postgres",
    "DROP POLICY calm ON ships; CREATE POLICY calm ON ships AS RESTRICTIVE FOR DELETE TO postgres USING (mood = 'rough')",
  ],
  functions: [
    "CREATE OR REPLACE FUNCTION knots(int) RETURNS int LANGUAGE sql AS 'SELECT $1 * 3'",
    "ALTER FUNCTION knots(int) IMMUTABLE",
    "ALTER FUNCTION knots(int) SECURITY DEFINER",
    "ALTER FUNCTION knots(int) SET search_path = public",
    "ALTER FUNCTION knots(int) STRICT",
    "CREATE FUNCTION faster(speed int DEFAULT 1) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT speed + 1; END",
    "CREATE OR REPLACE FUNCTION faster(speed int DEFAULT 1) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT speed + 2; END",
    "CREATE OR REPLACE FUNCTION faster(speed int DEFAULT 2) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT speed + 2; END",
    "CREATE PROCEDURE sink() LANGUAGE sql AS 'DELETE FROM ships'",
    "CREATE OR REPLACE PROCEDURE sink() LANGUAGE sql AS 'DELETE FROM boats'",
    "CREATE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int, INITCOND = '0')",
    "CREATE OR REPLACE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int, INITCOND = '1')",
  ],
  triggers: [
    "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER noted BEFORE INSERT ON ships FOR EACH ROW EXECUTE FUNCTION note()",
    "ALTER TABLE ships DISABLE TRIGGER noted",
    "ALTER TABLE ships ENABLE ALWAYS TRIGGER noted",
    "CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE EVENT TRIGGER watched ON ddl_command_end EXECUTE FUNCTION watch()",
    "ALTER EVENT TRIGGER watched DISABLE",
  ],
  types: [
    "ALTER TYPE mood ADD VALUE 'wild'",
    "CREATE DOMAIN depth AS int CHECK (VALUE >= 0)",
    "ALTER DOMAIN depth SET DEFAULT 5",
    "ALTER DOMAIN depth SET NOT NULL",
    "CREATE DOMAIN label AS varchar(10)",
    "DROP DOMAIN label; CREATE DOMAIN label AS varchar(20)",
    'DROP DOMAIN label; CREATE DOMAIN label AS varchar(20) COLLATE "C"',
  ],
  sequences: [
    "CREATE SEQUENCE tickets",
    "ALTER SEQUENCE tickets INCREMENT BY 10",
    "ALTER SEQUENCE tickets CYCLE",
    "ALTER SEQUENCE tickets AS int MAXVALUE 100",
  ],
  "foreign tables": [
    "CREATE FOREIGN DATA WRAPPER none; CREATE SERVER afar FOREIGN DATA WRAPPER none; CREATE FOREIGN TABLE far (id int) SERVER afar OPTIONS (place 'north')",
    "ALTER FOREIGN TABLE far OPTIONS (SET place 'south')",
  ],
};

describe.each([
  { version: "the machine's PostgreSQL", programs: undefined },
  { version: "PostgreSQL 18", programs: embeddedPostgres() },
])("of $version", ({ programs }) => {
  let server: TestPostgres;
  let source: Connection;

  beforeAll(async () => {
    server = await startPostgres({}, programs);
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

  for (const [kind, statements] of Object.entries(changes))
    test.each(statements)(`the schema is another after a change of ${kind}: %s`, async (statement) => {
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
});
