/**
 * @module-tag postgres
 */
import type { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Connection } from "../../agent/database/connection.ts";
import { machineDumper } from "../../agent/database/machine-dumper.ts";
import { pgDumpDumper } from "../../agent/database/pg-dump-dumper.ts";
import { findPgDump } from "../../agent/database/postgres-programs.ts";
import { compileMasks } from "../../agent/mask/compile-masks.ts";
import { inspectColumns } from "../../agent/mask/inspect-columns.ts";
import type { MaskRules } from "../../agent/mask/mask-rule.ts";
import { type MaskSection, maskSource } from "../../agent/mask/mask-source.ts";
import { withReadingSession } from "../../agent/mask/reading-session.ts";
import { subset } from "../../agent/subset/subset.ts";
import { unwatched } from "../../agent/work.ts";
import { awkwardOrphans, awkwardSchema } from "../support/awkward-schema.ts";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";
import { createDatabase, sql } from "../support/sql.ts";

let server: TestPostgres;
let source: Connection;
const key = Buffer.alloc(32, 3);

beforeAll(async () => {
  server = await startPostgres();
  source = await createDatabase(server.connection, "source");
  await sql(source, awkwardSchema);
}, 60_000);
afterAll(() => server?.stop());

const rules: MaskRules = {
  "employees.email": "email",
  "employees.full_name": "fullName",
  "Odd Schema.User Table.e-mail": "email",
  "User Table.phone": "phone",
  "User Table.note": "text",
  "User Table.ip": "ip",
  "User Table.born": "date",
  "User Table.data": { set: "{}" },
  "no_key.what": { set: "tab\t, line\n, \\N" },
};

const columnsOf = (of: Connection) => withReadingSession(of, (client) => inspectColumns(client));

/** Copies with the rules and says how to reach the copy. */
async function masked(name: string, masks = rules): Promise<Connection> {
  const program = await findPgDump(12);
  if (!program) throw new Error("pg_dump is not installed");
  const transforms = compileMasks(masks, await columnsOf(source), key);
  const target = await createDatabase(server.connection, name);
  await subset({ source, target, seed: 1, tables: {}, transforms, dumper: pgDumpDumper(program) }, unwatched());
  return target;
}

test("the columns' facts: types, lengths, uniqueness, joins, samples", async () => {
  const columns = new Map((await columnsOf(source)).map((one) => [`${one.table}.${one.column}`, one]));
  expect(columns.get("User Table.e-mail")).toMatchObject({
    schema: "Odd Schema",
    type: "character varying",
    maxLength: 60,
    unique: true,
    nullable: false,
  });
  expect(columns.get("animals.name")).toMatchObject({ type: "character varying", maxLength: 40 });
  expect(columns.get("User Table.note")).toMatchObject({ type: "text", unique: false, nullable: true });
  expect(columns.get("lines.line")?.unique).toBe(true);
  expect(columns.get("User Table.rep_email")?.joined).toBe(columns.get("employees.email")?.joined);
  expect(columns.get("no_key.user_id")?.joined).toBe(columns.get("orders.user_id")?.joined);
  expect(columns.get("orders.total")?.joined).not.toBe(columns.get("orders.user_id")?.joined);
  expect(columns.get("User Table.shout")).toMatchObject({ generated: true, samples: [] });
  expect(columns.get("orders.number")?.samples.length).toBeGreaterThan(10);
});

test("no masked value is one of the source's, joins hold, other columns are untouched", async () => {
  const target = await masked("masked");
  const people = `SELECT "Id", "select", "e-mail", shout, phone, note, ip::text, born::text, data::text, moods::text, encode(blob, 'hex') AS blob, rep_email FROM "Odd Schema"."User Table"`;
  type Person = Record<string, string | null>;
  const originals = new Map((await sql<Person>(source, people)).map((row) => [row.Id, row]));
  const rows = await sql<Person>(target, people);
  expect(rows.length).toBeGreaterThan(100);
  const mails = new Set([...originals.values()].map((row) => row["e-mail"]));
  for (const row of rows) {
    const original = originals.get(row.Id ?? "");
    for (const column of ["select", "moods", "blob"]) expect(row[column]).toBe(original?.[column]);
    for (const column of ["e-mail", "phone", "ip", "born", "data"]) expect(row[column]).not.toBe(original?.[column]);
    expect(mails).not.toContain(row["e-mail"]);
    expect(row.shout).toBe(row["e-mail"]?.toUpperCase());
    expect(row.note === null).toBe(original?.note === null);
    expect(row.note === "").toBe(original?.note === "");
    if (row.note) expect(row.note).not.toBe(original?.note);
    expect(row.rep_email === null).toBe(original?.rep_email === null);
  }
  expect(await sql(target, "SELECT DISTINCT what FROM no_key")).toEqual([{ what: "tab\t, line\n, \\N" }]);
  expect(await sql(target, awkwardOrphans)).toEqual([{ orphans: "0" }]);
  expect(
    await sql(
      target,
      "SELECT count(*)::int AS n FROM employees WHERE email LIKE '%corp.test' OR full_name LIKE 'Employee%'",
    ),
  ).toEqual([{ n: 0 }]);
});

test("a column that looks personal and has no rule is found, by name or by content", async () => {
  const columns = await columnsOf(source);
  const found = compileMasks({}, columns, key).findings.map(({ column }) => column);
  expect(found).toEqual([
    "Odd Schema.User Table.e-mail",
    "Odd Schema.User Table.phone",
    "Odd Schema.User Table.note",
    "Odd Schema.User Table.ip",
    "Odd Schema.User Table.born",
    "Odd Schema.User Table.rep_email",
    "employees.email",
    "employees.full_name",
  ]);
  expect(compileMasks({ ...rules, "User Table.data": "keep" }, columns, key).findings).toEqual([]);
});

test("a mask that a column refuses is named by its rule, never by its value", async () => {
  const failed = masked("refused", { ...rules, "animals.name": { set: "forbidden" } });
  await expect(failed).rejects.toMatchObject({
    code: "mask-refused",
    where: expect.stringMatching(/^public\.(animals|cats)$/),
    next: expect.stringContaining("name"),
  });
  await expect(failed).rejects.toMatchObject({ message: expect.not.stringContaining("animal 1") });
});

test.each([
  ["renamed", "ALTER TABLE leads RENAME email TO email_address", "leads.email_address"],
  ["added", "ALTER TABLE leads ADD phone text DEFAULT '+1 555 0103000'", "leads.phone"],
  ["of a table that is renamed", "ALTER TABLE leads RENAME TO prospects", "prospects.id"],
  ["computed no longer", "ALTER TABLE leads ALTER shout DROP EXPRESSION", "leads.shout"],
])(
  "a column that is %s once the masks are made stops the copy, and nothing of it is left",
  async (_, change, where) => {
    const changing = await createDatabase(server.connection, `changing_${where}`);
    await sql(
      changing,
      `CREATE TABLE leads (id int PRIMARY KEY, email text, shout text GENERATED ALWAYS AS (upper(email)) STORED);
     INSERT INTO leads (id, email) SELECT g, 'lead' || g || '@mail.test' FROM generate_series(1, 50) g`,
    );
    const transforms = compileMasks({ "leads.email": "email" }, await columnsOf(changing), key);
    await sql(changing, change);
    const target = await createDatabase(server.connection, `changed_${where}`);
    const copied = subset(
      { source: changing, target, seed: 1, tables: {}, transforms, dumper: machineDumper() },
      unwatched(),
    );
    await expect(copied).rejects.toMatchObject({ code: "source-changed", where, usage: false });
    expect(await sql(target, "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace")).toEqual([]);
  },
);

describe("a table that others inherit from", () => {
  let inherited: Connection;
  beforeAll(async () => {
    inherited = await createDatabase(server.connection, "inherited");
    await sql(
      inherited,
      `CREATE TABLE beings (id int, about text);
       CREATE TABLE workers (wage int, alias text) INHERITS (beings);
       CREATE TABLE chiefs (about text) INHERITS (workers);
       CREATE SCHEMA between; CREATE TABLE between.animals (legs int) INHERITS (beings);
       CREATE TABLE dogs () INHERITS (between.animals);
       INSERT INTO beings SELECT g, 'raw being ' || g FROM generate_series(1, 40) g;
       INSERT INTO workers SELECT g, 'raw worker ' || g, g, 'raw alias' FROM generate_series(41, 80) g;
       INSERT INTO chiefs SELECT g, 'raw chief ' || g, g, 'raw alias' FROM generate_series(81, 120) g`,
    );
  });
  const copy = async (name: string, section: MaskSection) => {
    const transforms = await maskSource({ source: inherited, section, key }, unwatched());
    const target = await createDatabase(server.connection, name);
    const request = { source: inherited, target, seed: 1, tables: { beings: "all" as const }, transforms };
    await subset({ ...request, dumper: machineDumper() }, unwatched());
    return sql<{ about: string; kind: string }>(target, "SELECT about, tableoid::regclass::text AS kind FROM beings");
  };

  test.each<[string, MaskSection]>([
    ["of the topmost", { "beings.about": "text" }],
    ["that is SQL", { "beings.about": { sql: "md5(about)" } }],
  ])("a rule %s holds for all of them", async (name, section) => {
    const rows = await copy(`heirs ${name}`, section);
    expect([...new Set(rows.map(({ kind }) => kind))].toSorted()).toEqual(["beings", "chiefs", "workers"]);
    expect(rows.filter(({ about }) => about.includes("raw"))).toEqual([]);
  });

  test("is known to those below it, the nearest first, also over a table that is left out", async () => {
    const look = (client: Client) => inspectColumns(client, { schemas: ["public"] });
    const columns = (await withReadingSession(inherited, look)).filter(({ column }) => column === "about");
    expect(columns.map(({ table, ancestors }) => [table, ...ancestors.map((one) => one.table)])).toEqual([
      ["beings"],
      ["chiefs", "workers", "beings"],
      ["dogs", "animals", "beings"],
      ["workers", "beings"],
    ]);
  });

  test("rows of one of them can be kept", async () => {
    const rows = await copy("heirs kept", { "beings.about": "text", beings: { keepRows: "id < 100" } });
    const raw = rows.filter(({ about }) => about.includes("raw"));
    expect(raw.map(({ kind }) => kind)).toEqual(Array.from({ length: 40 }, () => "beings"));
  });

  test("leaves those below it rules of their own, which go neither up nor to others", async () => {
    const rows = await copy("heirs apart", { "workers.about": { sql: "'of ' || wage" }, "chiefs.about": "keep" });
    const begins = Map.groupBy(rows, ({ kind }) => kind);
    const first = (kind: string) => begins.get(kind)?.map(({ about }) => about.replace(/\d+$/, "#"))[0];
    expect(["beings", "workers", "chiefs"].map(first)).toEqual(["raw being #", "of #", "raw chief #"]);
  });

  test("keeps nothing for those below it: what looks personal there is asked for", async () => {
    await sql(inherited, "UPDATE chiefs SET about = 'write to ann@mail.test'");
    const transforms = maskSource({ source: inherited, section: { "beings.about": "keep" }, key }, unwatched());
    await expect(transforms).rejects.toMatchObject({
      code: "unmasked-columns",
      where: expect.stringContaining("chiefs.about"),
    });
  });
});
