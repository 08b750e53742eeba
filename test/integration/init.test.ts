/** @module-tag git */
import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";
import { parseConfig } from "../../agent/config/parse-config.ts";
import { startPostgres } from "../support/postgres.ts";
import { slipway } from "../support/slipway.ts";
import { slipwayHome } from "../support/slipway-home.ts";
import { gitEnvironment } from "../support/small-shop/shop-github.ts";
import { sql } from "../support/sql.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** A repository with the files of the practice company's app, but for its slipway.json. */
async function repository() {
  const home = await slipwayHome({});
  onTestFinished(() => home.remove());
  const directory = join(temporaryFolder(), "shop");
  await cp(join(import.meta.dirname, "../../practice/app"), directory, { recursive: true });
  await rm(join(directory, "slipway.json"));
  await execa("git", ["init", "--quiet", "--initial-branch=trunk", directory]);
  const init = (args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) =>
    slipway(home, ["init", ...args], { cwd: directory, env: { ...gitEnvironment, ...env } });
  const read = async () => readFile(join(directory, "slipway.json"), "utf8");
  return { directory, init, read };
}

test("what the files say is written down, with comments, as a configuration that holds", async () => {
  const { init, read } = await repository();
  const { exitCode, last } = await init();
  expect([exitCode, last]).toMatchObject([
    0,
    {
      kind: "init",
      found: { dockerfile: "Dockerfile", port: 3000, checks: ["tests", "lint"], migrations: "node-pg-migrate" },
    },
  ]);
  const text = await read();
  expect(text).toContain("// Production's database, only ever read");
  expect(parseConfig(text, "slipway.json")).toMatchObject({
    app: { build: { dockerfile: "Dockerfile" }, port: 3000, health: "/healthz", database: ["DATABASE_URL"] },
    source: { url: { env: "PRODUCTION_DATABASE_URL" } },
    mask: {},
    migrations: { command: "npm run migrate", directory: "migrations", ledger: "pgmigrations" },
    checks: [
      { name: "tests", run: "npm test", fast: true, database: "clone" },
      { name: "lint", run: "npm run lint", fast: true, database: "none" },
    ],
    forge: { remote: "origin", base: "trunk" },
  });
});

test("where production answers, personal columns get a rule and a reason", { tags: ["postgres"] }, async () => {
  const server = await startPostgres();
  onTestFinished(() => server.stop());
  await sql(
    server.connection,
    `CREATE TABLE people (id int PRIMARY KEY, email text, shoe_size int);
     CREATE TABLE plans (id int PRIMARY KEY, title text);
     CREATE TABLE colleagues (id int PRIMARY KEY, email text);
     CREATE TABLE stays (person int REFERENCES people, plan int REFERENCES plans, host int REFERENCES colleagues);
     CREATE TABLE web_sessions (id int PRIMARY KEY, person int REFERENCES people);
     CREATE TABLE jobs (id int PRIMARY KEY, title text);
     INSERT INTO people SELECT n FROM generate_series(1, 600) n;
     INSERT INTO plans SELECT n FROM generate_series(1, 7) n;
     INSERT INTO colleagues SELECT n FROM generate_series(1, 7) n;
     ANALYZE`,
  );
  const { init, read } = await repository();
  const { last } = await init(["--source", "LIVE_URL"], { LIVE_URL: server.url });
  expect(last).toMatchObject({ found: { masks: 2, subset: ["plans: all", "web_sessions: 0"] } });
  const text = await read();
  expect(text).toMatch(/"people\.email": "email" \/\/ \S+/);
  expect(text).not.toContain(new URL(server.url).password);
  expect(parseConfig(text, "slipway.json")).toMatchObject({
    source: { url: { env: "LIVE_URL" } },
    mask: { "people.email": "email", "colleagues.email": "email" },
    subset: { tables: { plans: "all", web_sessions: 0 } },
  });
});

test("a production that does not answer is said, and leaves the masks open", async () => {
  const { init, read } = await repository();
  const url = "postgres://me:s3cr3t@127.0.0.1:9/shop";
  const { exitCode, stderr } = await init([], { PRODUCTION_DATABASE_URL: url });
  expect([exitCode, stderr]).toEqual([0, expect.stringContaining("cannot be reached")]);
  expect(stderr).not.toContain("s3cr3t");
  expect(await read()).toContain("refuses until each has one");
});

test("a slipway.json that is there stays as it is", async () => {
  const { directory, init, read } = await repository();
  await writeFile(join(directory, "slipway.json"), "{ }\n");
  const { exitCode, last } = await init();
  expect([exitCode, last.code, await read()]).toEqual([2, "config-exists", "{ }\n"]);
});

test("a repository that says nothing gets guesses that are called so", async () => {
  const { directory, init, read } = await repository();
  for (const name of ["Dockerfile", "package.json", "migrations", "src"])
    await rm(join(directory, name), { recursive: true });
  expect((await init()).exitCode).toBe(0);
  const text = await read();
  for (const gap of ["No Dockerfile was found", "No port was found", "No check was found"]) expect(text).toContain(gap);
  expect(parseConfig(text, "slipway.json")).toMatchObject({ app: { port: 3000 }, checks: [] });
});
