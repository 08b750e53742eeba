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
  const lines = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
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
  const holder = sql(source, "BEGIN; LOCK TABLE lines IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(60)").catch(() => {});
  const held = "SELECT 1 FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted AND relation = 'lines'::regclass";
  await expect.poll(() => sql(source, held)).toHaveLength(1);
  const { child, ended } = slipway("--to", url("cancelled"), "--unmasked");
  const waiting =
    "SELECT 1 FROM pg_stat_activity WHERE application_name = 'slipway' AND datname = 'source' AND wait_event_type = 'Lock'";
  await expect.poll(() => sql(server.connection, waiting), { timeout: 20_000 }).not.toHaveLength(0);
  child.kill("SIGINT");
  expect((await ended).code).toBe(130);
  await expect.poll(() => sql(server.connection, waiting)).toHaveLength(0);
  await sql(
    server.connection,
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' AND pid <> pg_backend_pid()",
  );
  await holder;
  expect(await sql(target, "SELECT 1 FROM pg_class WHERE relnamespace = 'public'::regnamespace")).toEqual([]);
});
