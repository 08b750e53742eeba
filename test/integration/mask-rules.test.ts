/**
 * @module-tag postgres
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Connection } from "../../agent/database/connection.ts";
import { pgDumpDumper } from "../../agent/database/pg-dump-dumper.ts";
import { findPgDump } from "../../agent/database/postgres-programs.ts";
import { includeKeptRows } from "../../agent/mask/include-kept-rows.ts";
import { type MaskSection, maskSource } from "../../agent/mask/mask-source.ts";
import { subset } from "../../agent/subset/subset.ts";
import { unwatched } from "../../agent/work.ts";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";
import { createDatabase, sql } from "../support/sql.ts";
import { staffSchema } from "../support/staff-schema.ts";

let server: TestPostgres;
let source: Connection;
const [key, otherKey] = [Buffer.alloc(32, 3), Buffer.alloc(32, 4)];

beforeAll(async () => {
  server = await startPostgres();
  source = await createDatabase(server.connection, "source");
  await sql(source, staffSchema);
}, 60_000);
afterAll(() => server?.stop());

/** What looks personal and is to stay, so that a test is about the rules that it gives. */
const kept: MaskSection = {
  "accounts.login": "keep",
  "accounts.email": "keep",
  "accounts.mail_check": "keep",
  "accounts.profile": "keep",
  "accounts.first_name": "keep",
  "accounts.last_name": "keep",
};
const links = [{ from: "sign_ins.badge", to: "accounts.badge" }];

const masksOf = (section: MaskSection, of = key) =>
  maskSource({ source, section: { ...kept, ...section }, links, key: of }, unwatched());

/** Copies with the rules and says how to reach the copy, and what the report notes. */
async function masked(name: string, section: MaskSection, of = key) {
  const program = await findPgDump(12);
  if (!program) throw new Error("pg_dump is not installed");
  const transforms = await masksOf(section, of);
  const target = await createDatabase(server.connection, name);
  const tables = includeKeptRows({ accounts: 100 }, section);
  const request = { source, target, seed: 1, tables, links, transforms, dumper: pgDumpDumper(program) };
  const { notes } = await subset(request, unwatched());
  return { target, notes };
}

const section: MaskSection = {
  "accounts.email": { sql: "'user+' || accounts.id || '@example.com' -- by its number" },
  "accounts.login": "text",
  "accounts.badge": "postcode",
  "accounts.hired": { rule: "date", days: 3 },
  "accounts.left_on": { sql: "left_on + 10" },
  "accounts.salary": { rule: "number", within: 0.1 },
  "accounts.tags": { set: '{"x y"}' },
  "accounts.plan": { set: "paid" },
  "accounts.profile": { rule: "json", paths: { "$.contact.email": "email", "$.contact.fax": "phone" } },
  "accounts.first_name": "firstName",
  "accounts.last_name": "lastName",
};

const contents = `
  SELECT a.*, s.login AS signed_in, s.badge AS carried FROM accounts a LEFT JOIN sign_ins s ON s.login = a.login ORDER BY a.id`;

test("every kind of rule holds in the copy, and what joins still joins", async () => {
  const { target, notes } = await masked("all", section);
  const rows = await sql<Record<string, string & Date>>(target, contents);
  const originals = new Map((await sql<Record<string, string & Date>>(source, contents)).map((row) => [row.id, row]));
  expect(rows.length).toBeGreaterThan(90);
  expect(rows.filter(({ signed_in }) => signed_in !== null).length).toBeGreaterThan(10);
  for (const row of rows) {
    const original = originals.get(row.id);
    expect(row.email).toBe(`user+${row.id}@example.com`);
    expect(row.initial).toBe("use");
    expect(row.login).not.toBe(original?.login);
    expect(row.badge?.trim()).toMatch(/^\w+$/);
    expect(Math.abs(Number(row.salary) - Number(original?.salary))).toBeLessThanOrEqual(Number(original?.salary) / 10);
    const days = (Number(row.hired) - Number(original?.hired)) / 86_400_000;
    expect([1, 2, 3]).toContain(Math.round(Math.abs(days)));
    expect(row).toMatchObject({ tags: ["x y"], plan: "paid", profile: { n: row.id } });
    expect(JSON.stringify(row.profile)).not.toContain("shop.test");
    expect(row.first_name).not.toMatch(/^Ann\d/);
  }
  const orphans = await sql(target, "SELECT FROM sign_ins WHERE badge NOT IN (SELECT trim(badge) FROM accounts)");
  expect(orphans).toEqual([]);
  expect(notes).toContain("mask.accounts.profile: the path $.contact.fax leads to nothing in 200 sampled rows");
});

test("the same key gives the same masks again, another others", async () => {
  const copies = [await masked("again", section), await masked("other", section, otherKey)];
  const [again, other] = await Promise.all(copies.map(({ target }) => sql<Record<string, string>>(target, contents)));
  expect(again).toEqual(await sql(await connectionOf("all"), contents));
  const changed = ["login", "badge", "first_name", "last_name"] as const;
  for (const column of changed) {
    expect(other?.filter((row, index) => row[column] === again?.[index]?.[column]).length).toBeLessThan(5);
  }
});

test("kept rows are there, as they are, beside masked ones", async () => {
  const rules = {
    "accounts.email": { sql: "'x' || id" },
    "accounts.first_name": "firstName",
    "accounts.profile": "json",
  } as const;
  const { target } = await masked("kept", { ...rules, accounts: { keepRows: "admin -- who may" } });
  const rows = await sql<Record<string, string>>(target, "SELECT * FROM accounts WHERE admin ORDER BY id");
  expect(rows).toEqual(await sql(source, "SELECT * FROM accounts WHERE admin ORDER BY id"));
  const [others] = await sql<{ all: number; masked: number }>(
    target,
    `SELECT count(*)::int AS all, count(*) FILTER (WHERE email = 'x' || id AND first_name !~ '^Ann\\d' AND profile = '{}')::int AS masked
       FROM accounts WHERE NOT admin`,
  );
  expect(others?.all).toBeGreaterThan(50);
  expect(others?.masked).toBe(others?.all);
});

describe("before a row is copied", () => {
  test.each<[string, MaskSection, string, string]>([
    ["a partition key", { "visits.day": "date" }, "mask.visits.day", "partition key"],
    ["a partition key of partitions", { "visits.region": "text" }, "mask.visits.region", "partition key"],
    ["a generated column", { "accounts.initial": "text" }, "mask.accounts.initial", "computes the column from others"],
    ["an array", { "accounts.tags": "text" }, "mask.accounts.tags", "text[] is an array"],
    ["an enum", { "accounts.plan": "text" }, "mask.accounts.plan", "plan is an enum"],
    ["a label that is none", { "accounts.plan": { set: "gold" } }, "mask.accounts.plan.set", 'enum plan: "gold"'],
    ["a constraint", { "accounts.mail_check": "fullName" }, "mask.accounts.mail_check", "accounts_mail_check_check"],
    ["a constraint of two columns", { "accounts.hired": "date" }, "mask.accounts.hired", "leaves_later"],
    ["a domain", { "accounts.code": "text" }, "mask.accounts.code", "short_code"],
    [
      "an unknown name",
      { "accounts.email": { sql: "emial" } },
      "mask.accounts.email.sql",
      'column "emial" does not exist',
    ],
    ["NULL", { "accounts.email": { sql: "nullif(id, 5)" } }, "mask.accounts.email.sql", "NULL for 1 of"],
    ["a value that fits no type", { "accounts.salary": { sql: "email" } }, "mask.accounts.salary.sql", "error 22P02"],
    ["an aggregate", { "accounts.email": { sql: "max(email)" } }, "mask.accounts.email.sql", "GROUP BY"],
    ["no condition", { accounts: { keepRows: "admin and" } }, "mask.accounts.keepRows", "syntax error"],
    [
      "rows that others refer to",
      { "accounts.login": "text", accounts: { keepRows: "admin" } },
      "mask.accounts.keepRows",
      "joined to sign_ins.login",
    ],
    [
      "two rules for one key",
      { "accounts.badge": "postcode", "sign_ins.badge": "text" },
      "accounts.badge and sign_ins.badge",
      "different rules",
    ],
  ])("%s is refused in words", async (_, rules, where, words) => {
    const refused = masksOf(rules);
    await expect(refused).rejects.toMatchObject({ code: "config-invalid", usage: true, where });
    await expect(refused).rejects.toThrow(words);
    await expect(refused).rejects.not.toThrow("shop.test");
  });
});

async function connectionOf(database: string): Promise<Connection> {
  return { ...server.connection, database };
}
