/** @module-tag postgres */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Connection, withDatabase } from "../../agent/database/connection.ts";
import { machineDumper } from "../../agent/database/machine-dumper.ts";
import { copyDatabase, ownerRole, pristine } from "../../agent/snapshot/clone-databases.ts";
import { fillSnapshot } from "../../agent/snapshot/fill-snapshot.ts";
import { unwatched } from "../../agent/work.ts";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";
import { createDatabase, sql } from "../support/sql.ts";

let production: TestPostgres;
let server: TestPostgres;
let clone: Connection;

beforeAll(async () => {
  [production, server] = await Promise.all([startPostgres(), startPostgres()]);
  const source = await createDatabase(production.connection, "fleet");
  await sql(
    source,
    `CREATE ROLE reader; CREATE EXTENSION file_fdw;
     CREATE FOREIGN DATA WRAPPER "far off"; CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
     CREATE FOREIGN TABLE hosts (line text) SERVER files OPTIONS (filename '/etc/hosts');
     CREATE TABLE ships (id int PRIMARY KEY, name text); INSERT INTO ships SELECT g, 'ship' FROM generate_series(1, 50) g;
     CREATE FUNCTION "Watch"() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
     CREATE EVENT TRIGGER "Watched" ON ddl_command_end EXECUTE FUNCTION "Watch"()`,
  );
  const request = {
    source,
    seed: 1,
    tables: { ships: "all" },
    transforms: "unmasked",
    dumper: machineDumper(),
  } as const;
  await fillSnapshot(server.connection, request, unwatched());
  await copyDatabase(server.connection, pristine, "dev");
  clone = withDatabase(server.connection, "dev");
});

afterAll(() => Promise.all([production?.stop(), server?.stop()]));

test("what only a superuser may own stays with the superuser", async () => {
  expect(
    await sql(
      clone,
      `SELECT fdwname AS name, fdwowner::regrole::text AS owner FROM pg_foreign_data_wrapper
       UNION ALL SELECT evtname, evtowner::regrole::text FROM pg_event_trigger ORDER BY 1`,
    ),
  ).toEqual([
    { name: "Watched", owner: "postgres" },
    { name: "far off", owner: "postgres" },
    { name: "file_fdw", owner: "postgres" },
  ]);
});

test("everything else belongs to the app's owner, who changes it as migrations do", async () => {
  expect(
    await sql(
      clone,
      `SET ROLE ${ownerRole};
       ALTER TABLE ships ADD length int; ALTER FOREIGN TABLE hosts RENAME TO machines; ALTER FUNCTION "Watch"() COST 7;
       DROP SERVER files CASCADE; CREATE TABLE boats (id int PRIMARY KEY);
       SELECT count(*)::int AS ships, count(length)::int AS lengths FROM ships`,
    ),
  ).toEqual([{ ships: 50, lengths: 0 }]);
});

test("of whom loaded it nothing is left", async () => {
  expect(await sql(clone, "SELECT rolname AS name FROM pg_roles WHERE rolname !~ '^pg_' ORDER BY 1")).toEqual([
    { name: ownerRole },
    { name: "postgres" },
    { name: "reader" },
  ]);
});
