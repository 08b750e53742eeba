/**
 * @module-tag postgres
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Connection } from "../../agent/database/connection.ts";
import { awkwardSchema } from "../support/awkward-schema.ts";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";
import { createDatabase, sql } from "../support/sql.ts";
import { lockTable } from "../support/table-lock.ts";

let server: TestPostgres;
let source: Connection;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "slipway-test-subset-command-"));
  server = await startPostgres();
  source = await createDatabase(server.connection, "source");
  await sql(source, awkwardSchema);
}, 60_000);
afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

const url = (database: string) => server.url.replace(/\/postgres$/, `/${database}`);

/** Of the report. */
interface ReportedTable {
  readonly schema: string;
  readonly name: string;
  readonly rows: number;
}

/** Of a progress object. */
interface FollowedTable {
  readonly schema: string;
  readonly name: string;
  readonly expectedRows: number;
  readonly countedRows: number;
  readonly bytes: number;
  readonly complete: boolean;
}

const byName = (a: Pick<ReportedTable, "name">, b: Pick<ReportedTable, "name">) => (a.name < b.name ? -1 : 1);

/** What was printed, an object a line. */
const objects = (stdout: string) =>
  stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

/** The command in a process of its own, without the bundle. */
function slipway(...args: string[]) {
  const main = new URL("../../agent/cli/main.ts", import.meta.url).pathname;
  const env = { ...process.env, SLIPWAY_HOME: folder, FROM: url("source") };
  const child = spawn(process.execPath, [main, "subset", "--from", "env:FROM", ...args], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]).then(
    ([stdout, stderr, [code]]) => ({ stdout, stderr, code }),
  );
  return { child, ended };
}

test("copies by a configuration, and ends with the report as one object", async () => {
  const target = await createDatabase(server.connection, "by_config");
  const config = join(folder, "slipway.json");
  await writeFile(
    config,
    `{ // a comment
      "subset": { "tables": { "lines": 40 } },
      "mask": { "employees.email": "email", "employees.full_name": "fullName", "User Table.e-mail": "email", "User Table.phone": "phone",
        "User Table.note": "text", "User Table.ip": "ip", "User Table.born": "date" } }`,
  );
  const { stdout, code } = await slipway(
    "--to",
    url("by_config"),
    "--config",
    config,
    "--table",
    "no_key=20:what = 'same'",
    "--json",
  ).ended;
  expect(code).toBe(0);
  const lines = objects(stdout);
  const report = lines.at(-1);
  expect(report).toMatchObject({
    kind: "subset",
    rows: expect.any(Number),
    bytes: expect.any(Number),
    seconds: expect.any(Number),
  });
  expect(lines.slice(0, -1).every(({ kind }) => kind === "progress")).toBe(true);
  const noKey = report.tables.find(({ name }: { name: string }) => name === "no_key");
  expect(noKey).toMatchObject({ schema: "public", targetRows: 20, rows: 20, because: expect.any(Array) });
  expect(await sql(target, "SELECT count(*)::int AS n FROM employees WHERE email LIKE '%corp.test'")).toEqual([
    { n: 0 },
  ]);
});

test("tells a program that follows how far each table is, in numbers that end at the report's", async () => {
  await createDatabase(server.connection, "followed");
  const lines = objects((await slipway("--to", url("followed"), "--unmasked", "--json").ended).stdout);
  const report = lines.pop();
  const states: FollowedTable[] = lines.flatMap(({ tables }) => tables ?? []);
  const last = [...new Map(states.map((state) => [`${state.schema}.${state.name}`, state])).values()];
  const counted = last.map(({ schema, name, countedRows }) => ({ schema, name, rows: countedRows }));
  const reported = report.tables.map(({ schema, name, rows }: ReportedTable) => ({ schema, name, rows }));
  expect(counted.toSorted(byName)).toEqual(reported.filter(({ rows }: ReportedTable) => rows > 0).toSorted(byName));
  expect(last.filter(({ complete, countedRows, expectedRows }) => !complete || countedRows !== expectedRows)).toEqual(
    [],
  );
  expect(last.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(report.bytes);
});

test("tells it of a copy that is under way what has come, and calls no row counted before it is", async () => {
  const large = await createDatabase(server.connection, "large_source");
  // Its copy takes longer than the second after which the rest can be told.
  const slow = "CASE WHEN id % 1000 = 0 AND current_database() = 'large' THEN pg_sleep(0.15) IS NOT NULL ELSE true END";
  await sql(
    large,
    `CREATE TABLE words (id int CHECK (${slow}), body text) PARTITION BY RANGE (id);
     CREATE TABLE words_a PARTITION OF words FOR VALUES FROM (0) TO (10001);
     CREATE TABLE words_b PARTITION OF words FOR VALUES FROM (10001) TO (20001);
     INSERT INTO words SELECT g, repeat(md5(g::text), 10) FROM generate_series(1, 20000) g; ANALYZE`,
  );
  await createDatabase(server.connection, "large");
  const args = ["--from", url("large_source"), "--to", url("large"), "--table", "words=all", "--unmasked", "--json"];
  const copying = objects((await slipway(...args).ended).stdout).filter(
    ({ kind, tables }) => kind === "progress" && tables,
  );
  const words = { schema: "public", name: "words", expectedRows: 20_000 };
  expect(copying[0]).toMatchObject({ tables: [{ ...words, countedRows: 0, complete: false }] });
  expect(copying[0]).not.toHaveProperty("secondsLeft");
  expect(copying[0].tables[0].bytes).toBeGreaterThan(0);
  expect(copying.at(-2)).toMatchObject({ tables: [{ ...words, countedRows: 10_000, complete: false }] });
  expect(copying.at(-2).secondsLeft).toBeGreaterThan(0);
  expect(copying.at(-1)).toMatchObject({ tables: [{ ...words, countedRows: 20_000, complete: true }], secondsLeft: 0 });
  expect(copying.at(-1).tables[0].bytes).toBeGreaterThan(20_000 * 320);
});

test("refuses, with what to paste, while a column looks personal and has no rule", async () => {
  await createDatabase(server.connection, "refused");
  const config = join(folder, "empty.json");
  await writeFile(config, "{}");
  const { stderr, stdout, code } = await slipway("--to", url("refused"), "--config", config).ended;
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain('"employees.email": "email"');
});

test("must be told what becomes of personal data", async () => {
  const { stderr, code } = await slipway("--to", url("refused")).ended;
  expect(code).toBe(2);
  expect(stderr).toContain("--unmasked");
});

test("tells an unreachable source apart from a wrong command line, and shows no password", async () => {
  const wrong = await slipway("--to", url("nowhere"), "--unmasked").ended;
  expect(wrong.code).toBe(1);
  expect(wrong.stderr).toContain('there is no database "nowhere"');
  expect(wrong.stderr).not.toContain(source.password?.reveal());
  expect((await slipway("--to", url("refused"), "--unmasked", "--table", "lines").ended).code).toBe(2);
});

test("Ctrl-C cancels, cleans up and ends with 130", async () => {
  const target = await createDatabase(server.connection, "cancelled");
  // Somebody holds a lock that the command waits for, so that it cannot be done before it is cancelled.
  await using _held = await lockTable(source, "lines");
  const { child, ended } = slipway("--to", url("cancelled"), "--unmasked");
  const waiting =
    "SELECT 1 FROM pg_stat_activity WHERE application_name = 'slipway' AND datname = 'source' AND wait_event_type = 'Lock'";
  await expect.poll(() => sql(server.connection, waiting), { timeout: 20_000 }).not.toHaveLength(0);
  child.kill("SIGINT");
  expect((await ended).code).toBe(130);
  await expect.poll(() => sql(server.connection, waiting)).toHaveLength(0);
  expect(await sql(target, "SELECT 1 FROM pg_class WHERE relnamespace = 'public'::regnamespace")).toEqual([]);
});
