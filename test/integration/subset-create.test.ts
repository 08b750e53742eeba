/**
 * @module-tag postgres
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Connection, withDatabase } from "../../agent/database/connection.ts";
import { pgDumpDumper } from "../../agent/database/pg-dump-dumper.ts";
import { findPgDump } from "../../agent/database/postgres-programs.ts";
import { Secret } from "../../agent/secrets/secret.ts";
import { templateName } from "../../agent/subset/load/schema-template.ts";
import type { SubsetRequest } from "../../agent/subset/request.ts";
import { subset } from "../../agent/subset/subset.ts";
import { unwatched } from "../../agent/work.ts";
import { awkwardOrphans, awkwardSchema } from "../support/awkward-schema.ts";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";
import { createDatabase, sql } from "../support/sql.ts";
import { tableContents } from "../support/table-contents.ts";

let server: TestPostgres;
let source: Connection;
let base: Omit<SubsetRequest, "target">;

const create = async (name: string, changes: Partial<SubsetRequest> = {}) => {
  const target = withDatabase(changes.target ?? server.connection, name);
  return { target, report: await subset({ ...base, create: true, ...changes, target }, unwatched()) };
};

const databases = async () =>
  (await sql<{ datname: string }>(server.connection, "SELECT datname FROM pg_database ORDER BY oid")).map(
    ({ datname }) => datname,
  );

/** The templates that the server keeps, by their numbers, which no other database gets again. */
const templates = () =>
  sql<{ oid: number; name: string; open: boolean }>(
    server.connection,
    "SELECT oid, datname AS name, datallowconn AS open FROM pg_database WHERE datname LIKE 'slipway_template_%' ORDER BY oid",
  );

const constraints =
  "SELECT conname, convalidated, pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE connamespace::regnamespace::text IN ('public', 'Odd Schema') ORDER BY 1, 3";
const indexes = "SELECT indexdef FROM pg_indexes WHERE schemaname IN ('public', 'Odd Schema') ORDER BY 1";
const triggers = "SELECT tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1";

beforeAll(async () => {
  server = await startPostgres();
  source = await createDatabase(server.connection, "source");
  await sql(source, awkwardSchema);
  await sql(
    source,
    `CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no rows here'; END $$;
     CREATE TRIGGER stop BEFORE INSERT ON reviews FOR EACH ROW EXECUTE FUNCTION stop();
     ALTER TABLE reviews ENABLE ALWAYS TRIGGER stop;
     CREATE INDEX partial_one ON reviews (line) WHERE line > 1`,
  );
  await sql(source, "VACUUM ANALYZE");
  const program = await findPgDump(12);
  if (!program) throw new Error("pg_dump is not installed");
  base = { source, seed: 7, tables: {}, transforms: "unmasked", dumper: pgDumpDumper(program) };
}, 60_000);
afterAll(() => server?.stop());

test("the target is made, and is what it would be without a template; the template serves the next one", async () => {
  const empty = await createDatabase(server.connection, "plain");
  const plain = await subset({ ...base, target: empty }, unwatched());
  const first = await create("first");
  const [template] = await templates();
  expect(template).toMatchObject({ open: false });
  const second = await create("second");
  expect(await templates()).toEqual([template]);
  for (const { report, target } of [first, second]) {
    expect(report.tables).toEqual(plain.tables);
    expect(report.notes).toEqual(plain.notes);
    expect(await tableContents(target)).toBe(await tableContents(empty));
    expect(await sql(target, awkwardOrphans)).toEqual([{ orphans: "0" }]);
    for (const query of [constraints, indexes, triggers])
      expect(await sql(target, query)).toEqual(await sql(empty, query));
  }
  expect(second.report.phases).not.toHaveProperty("dump");
});

test("another schema gives another template, other rows do not", async () => {
  await create("before");
  const [template] = await templates();
  await sql(source, "TRUNCATE empty_one; INSERT INTO empty_one VALUES (1)");
  await create("same");
  expect(await templates()).toEqual([template]);
  await sql(source, "ALTER TABLE empty_one ADD COLUMN more text; CREATE VIEW lately AS SELECT more FROM empty_one");
  const { target } = await create("after");
  const [other, ...rest] = await templates();
  expect(rest).toEqual([]);
  expect(other?.oid).not.toBe(template?.oid);
  expect(await sql(target, "SELECT * FROM lately")).toEqual([{ more: null }]);
});

test("a database that exists is left as it is", async () => {
  const mine = await createDatabase(server.connection, "mine");
  await sql(mine, "CREATE TABLE kept (id int)");
  await expect(create("mine")).rejects.toMatchObject({ code: "target-exists", usage: true });
  expect(await sql(mine, "SELECT count(*)::int AS n FROM kept")).toEqual([{ n: 0 }]);
});

test.each(["Reading", "Choosing", "Copied", "Creating"])(
  "a cancel while %s leaves no database but the template, and no session",
  async (moment) => {
    await create(`whole_${moment.toLowerCase()}`);
    const before = await databases();
    const controller = new AbortController();
    const progress = (message: string) => {
      if (message.startsWith(moment)) controller.abort();
    };
    const request = { ...base, create: true, target: withDatabase(server.connection, "cut") };
    const cut = subset(request, { ...unwatched(controller.signal), progress });
    await expect(cut).rejects.toMatchObject({ name: "AbortError" });
    expect(await databases()).toEqual(before);
    expect(
      await sql(
        server.connection,
        "SELECT datname, query FROM pg_stat_activity WHERE application_name LIKE 'slipway%' AND pid <> pg_backend_pid()",
      ),
    ).toEqual([]);
  },
);

test("a schema that the target's server refuses leaves neither a database nor a template", async () => {
  const other = await createDatabase(server.connection, "other_source");
  await sql(other, "CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1)");
  const before = await databases();
  const dump = async () => ({ preData: "CREATE TABLE nonsense (id nonsense)", indexes: [], postData: "" });
  const refused = create("refused", { source: other, dumper: { name: "broken", dump } });
  await expect(refused).rejects.toMatchObject({ code: "schema-refused" });
  expect(await databases()).toEqual(before);
});

test("a key that the source's own rows break is there and NOT VALID, and the others are proven", async () => {
  const broken = await createDatabase(server.connection, "broken_source");
  await sql(
    broken,
    `CREATE TABLE parents (id int PRIMARY KEY);
     CREATE TABLE children (id int PRIMARY KEY, good int CONSTRAINT good REFERENCES parents, bad int CONSTRAINT bad REFERENCES parents);
     INSERT INTO parents VALUES (1), (2); SET session_replication_role = replica;
     INSERT INTO children VALUES (1, 1, 7), (2, 2, 2)`,
  );
  const { target, report } = await create("with_orphans", { source: broken, tables: { children: "all" } });
  expect(report.notes.join()).toContain("The source's own rows break its foreign key bad");
  expect(await sql(target, "SELECT conname, convalidated FROM pg_constraint WHERE contype = 'f' ORDER BY 1")).toEqual([
    { conname: "bad", convalidated: false },
    { conname: "good", convalidated: true },
  ]);
});

test("keys to an index that can only be made after the rows are made after it", async () => {
  const late = await createDatabase(server.connection, "late_source");
  await sql(
    late,
    `CREATE TABLE parents (id int, name text, PRIMARY KEY (id) INCLUDE (name));
     CREATE TABLE children (id int PRIMARY KEY, parent int REFERENCES parents);
     INSERT INTO parents VALUES (1, 'one'); INSERT INTO children VALUES (1, 1)`,
  );
  const { target } = await create("late", { source: late });
  expect(await sql(target, constraints)).toEqual(await sql(late, constraints));
});

test("a role that may make databases and no more gets its keys proven too; one that may not is told how", async () => {
  await sql(
    server.connection,
    "CREATE ROLE maker LOGIN CREATEDB PASSWORD 'm'; CREATE ROLE nobody_much LOGIN PASSWORD 'n'",
  );
  const maker = { ...server.connection, user: "maker", password: new Secret("m") };
  const { target } = await create("by_maker", { target: maker });
  expect(await sql(target, awkwardOrphans)).toEqual([{ orphans: "0" }]);
  expect(await sql(target, constraints)).toEqual(await sql(withDatabase(server.connection, "after"), constraints));
  const other = { ...server.connection, user: "nobody_much", password: new Secret("n") };
  await expect(create("by_nobody", { target: other })).rejects.toMatchObject({
    code: "target-not-created",
    next: expect.stringContaining('ALTER ROLE "nobody_much" CREATEDB'),
  });
});

test("a template that somebody else has made under our name is neither believed nor removed", async () => {
  const forged = await createDatabase(server.connection, "forged_source");
  await sql(forged, "CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1)");
  await create("honest", { source: forged });
  const name = templateName({ source: forged, target: server.connection, schemas: undefined });
  await sql(server.connection, `ALTER DATABASE ${name} OWNER TO maker`);
  await expect(create("fooled", { source: forged })).rejects.toMatchObject({ code: "target-not-created" });
  expect((await templates()).map((one) => one.name)).toContain(name);
  expect(await databases()).not.toContain("fooled");
});

test("a template that nothing has used for a month goes when another one is made", async () => {
  const old = JSON.stringify({ fingerprint: "f", usedOn: "2024-01-01", after: "", proofs: [], withoutTriggers: true });
  await sql(server.connection, "CREATE DATABASE slipway_template_old");
  await sql(server.connection, `COMMENT ON DATABASE slipway_template_old IS '${old}'`);
  await sql(server.connection, "CREATE DATABASE slipway_template_of_somebody_else");
  await sql(source, "COMMENT ON TABLE empty_one IS 'another schema'");
  await create("last");
  const names = (await templates()).map(({ name }) => name);
  expect(names).not.toContain("slipway_template_old");
  expect(names).toContain("slipway_template_of_somebody_else");
});
