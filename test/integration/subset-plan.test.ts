/**
 * @module-tag postgres
 */
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { planLines } from "../../agent/cli/subset/subset-plan.ts";
import { withDatabase } from "../../agent/database/connection.ts";
import { planSubset } from "../../agent/subset/dry-run.ts";
import { unwatched } from "../../agent/work.ts";
import { awkwardSchema } from "../support/awkward-schema.ts";
import { openChoice } from "../support/choose-rows.ts";
import { keptRows } from "../support/kept-rows.ts";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";
import { createDatabase, sql } from "../support/sql.ts";

let server: TestPostgres;

beforeAll(async () => {
  server = await startPostgres();
  await sql(await createDatabase(server.connection, "awkward"), `${awkwardSchema}; ANALYZE`);
});
afterAll(() => server?.stop());

const request = (database: string) => ({ source: withDatabase(server.connection, database), seed: 1, tables: {} });

test("a dry run says what would come, in which order and why, and is near the truth", async () => {
  const plan = await planSubset(request("awkward"), unwatched());
  const choice = await openChoice(withDatabase(server.connection, "awkward"));
  try {
    const chosen = await choice.choose(1);
    const names = plan.tables.map(({ name }) => name);
    expect(new Set(names)).toEqual(new Set(choice.tables.map(({ name }) => name)));
    for (const { name, rows, targetRows, driver } of plan.tables) {
      const table = choice.table(name);
      expect(targetRows).toBe(choice.target(name));
      expect(driver).toBe(chosen.drivers.get(table)?.label);
      const there = choice.plan.targets.get(table)?.whole ? table.rows : keptRows(chosen.keeper, table).length;
      expect(Math.abs(rows - there), name).toBeLessThanOrEqual(0.35 * Math.max(rows, there) + 5);
      const parent = chosen.drivers.get(table)?.parent;
      if (parent) expect(names.indexOf(parent.name)).toBeLessThan(names.indexOf(name));
    }
    expect(plan.bytes).toBeGreaterThan(50 * plan.rows);
    expect(plan.notes).toEqual([]);
    const lines = plan.tables.find(({ name }) => name === "lines");
    expect(lines?.because.join()).toContain("drawn among the rows whose lines.region+number is kept");
  } finally {
    await choice.close();
  }
});

test("a database that declares no key is told so, with links to paste", async () => {
  const source = await createDatabase(server.connection, "undeclared");
  await sql(
    source,
    `CREATE TABLE users (id bigint, email text); CREATE TABLE events (id bigint, user_id bigint);
     INSERT INTO users SELECT g FROM generate_series(1, 50) g; INSERT INTO events SELECT g, g FROM generate_series(1, 50) g`,
  );
  const { notes } = await planSubset(request("undeclared"), unwatched());
  expect(notes.join()).toContain('{ "from": "events.user_id", "to": "users.id" }');
  const links = [{ from: "events.user_id", to: "users.id" }];
  expect((await planSubset({ ...request("undeclared"), links }, unwatched())).notes).toEqual([]);
});

test("the command needs neither a target nor a word on personal data for it", async () => {
  const main = new URL("../../agent/cli/main.ts", import.meta.url).pathname;
  const from = server.url.replace(/\/postgres$/, "/awkward");
  const run = (...more: string[]) =>
    execa(process.execPath, [main, "subset", "--from", "env:FROM", ...more], { env: { FROM: from }, reject: false });
  const [json, nowhere] = await Promise.all([run("--dry-run", "--json", "--table", "lines=40"), run("--unmasked")]);
  const plan = JSON.parse(json.stdout.trim().split("\n").at(-1) ?? "");
  expect(plan).toMatchObject({ kind: "plan", rows: expect.any(Number), bytes: expect.any(Number) });
  expect(plan.tables.find(({ name }: { name: string }) => name === "lines")).toMatchObject({ targetRows: 40 });
  expect(planLines(plan).find((line) => line.startsWith("public.lines"))).toContain("40 rows, as configured");
  expect(nowhere.exitCode).toBe(2);
  expect(nowhere.stderr).toContain("--to URL");
});
