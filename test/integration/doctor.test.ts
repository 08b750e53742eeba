/**
 * @module-tag postgres
 * @module-tag git
 */
import { chmod, rm } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Connection } from "../../agent/database/connection.ts";
import { createGitFixture, type GitFixture } from "../support/git-fixture.ts";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";
import { type CommandResult, slipway, slipwayText } from "../support/slipway.ts";
import { type SlipwayHome, slipwayHome } from "../support/slipway-home.ts";
import { createDatabase, sql } from "../support/sql.ts";
import { startStandby } from "../support/standby.ts";
import { writeTree } from "../support/write-tree.ts";

let primary: TestPostgres;
let standby: TestPostgres;
let shop: Connection;
let home: SlipwayHome;

beforeAll(async () => {
  [primary, home] = await Promise.all([
    startPostgres({ wal_level: "replica", max_wal_senders: "4" }),
    slipwayHome({ SLIPWAY_RUNTIME: "process" }),
  ]);
  shop = await createDatabase(primary.connection, "shop");
  await sql(
    shop,
    `CREATE ROLE deploy; CREATE ROLE reader LOGIN PASSWORD 'r'; CREATE ROLE app LOGIN PASSWORD 'a';
     CREATE ROLE tenant LOGIN PASSWORD 't';
     CREATE SCHEMA "Back office";
     CREATE TABLE orders (id serial PRIMARY KEY); CREATE TABLE "Back office".notes (id int);
     ALTER TABLE orders OWNER TO deploy; ALTER TABLE "Back office".notes OWNER TO deploy;
     GRANT USAGE ON SCHEMA public TO reader, app, tenant; REVOKE CREATE ON SCHEMA public FROM PUBLIC;
     GRANT SELECT ON orders, orders_id_seq TO reader; GRANT SELECT, INSERT ON orders TO app;
     GRANT SELECT ON orders_id_seq TO app;`,
  );
  standby = await startStandby(primary);
});
afterAll(async () => {
  await home?.remove();
  await standby?.stop();
  await primary?.stop();
});

const address = (login: string, { connection }: TestPostgres = primary) =>
  `postgres://${login}@127.0.0.1:${connection.port}/shop`;

async function examine(url: string): Promise<CommandResult & { levels: Record<string, unknown>; grants: string[] }> {
  const result = await slipway(home, ["doctor", "--source", "env:SOURCE"], { env: { SOURCE: url } });
  const checks = result.lines.filter(({ kind }) => kind === "check");
  const levels = Object.fromEntries(checks.map(({ check, level }) => [String(check), level]));
  return { ...result, levels, grants: (result.last.grants as string[] | undefined) ?? [] };
}

test("a role that lacks a table or a schema is told which, and the very grants that it needs", async () => {
  const { exitCode, levels, last, lines, grants } = await examine(address("reader:r"));
  expect([exitCode, last.status]).toEqual([1, "failed"]);
  expect(levels).toEqual({ replica: "warning", "read-only": "ok", readable: "error", "row-security": "ok" });
  expect(lines.find(({ check }) => check === "readable")).toMatchObject({
    where: "reader",
    why: "it lacks USAGE on Back office",
    next: expect.stringContaining("source.schemas"),
  });
  expect(grants).toContain(
    `ALTER DEFAULT PRIVILEGES FOR ROLE "deploy" IN SCHEMA "Back office" GRANT SELECT ON TABLES TO "reader";`,
  );
  expect(grants.join("\n")).not.toContain("CREATE ROLE");
  await sql(shop, grants.join("\n"));
  expect((await examine(address("reader:r"))).levels).toMatchObject({ "read-only": "ok", readable: "ok" });
  // Of what a migration makes later too.
  await sql(shop, `CREATE TABLE "Back office".later (id serial); ALTER TABLE "Back office".later OWNER TO deploy`);
  await sql(
    shop,
    `GRANT USAGE, CREATE ON SCHEMA "Back office" TO deploy; SET ROLE deploy; CREATE TABLE "Back office".new (id serial)`,
  );
  const { why } = (await examine(address("reader:r"))).lines.find(({ check }) => check === "readable") ?? {};
  expect(why).toBe("it lacks SELECT on Back office.later, Back office.later_id_seq");
  await sql(shop, `DROP TABLE "Back office".later`);
});

test("a role that may write is warned of, and the statements make one that may only read", async () => {
  for (const [login, power] of [
    ["app:a", "may write to public.orders"],
    [`postgres:${primary.connection.password?.reveal()}`, "is a superuser"],
  ] as const) {
    const { levels, lines, grants } = await examine(address(login));
    expect(levels["read-only"]).toBe("warning");
    expect(lines.find(({ check }) => check === "read-only")?.why).toContain(power);
    expect(grants[0]).toBe(`CREATE ROLE "slipway_reader" LOGIN PASSWORD '<a password of your choice>';`);
    await sql(shop, grants.join("\n").replace("<a password of your choice>", "s"));
    const made = await examine(address("slipway_reader:s"));
    expect([made.exitCode, made.levels, made.grants]).toEqual([
      0,
      { replica: "warning", "read-only": "ok", readable: "ok", "row-security": "ok" },
      [],
    ]);
    await sql(shop, "DROP OWNED BY slipway_reader; DROP ROLE slipway_reader");
  }
});

test("rows that are hidden from a role are told of before they are missing", async () => {
  await sql(shop, "GRANT SELECT ON orders TO tenant; ALTER TABLE orders ENABLE ROW LEVEL SECURITY");
  const { exitCode, levels, grants } = await examine(address("tenant:t"));
  await sql(shop, "ALTER TABLE orders DISABLE ROW LEVEL SECURITY");
  expect([exitCode, levels["row-security"], grants[0]]).toEqual([1, "error", 'ALTER ROLE "tenant" BYPASSRLS;']);
});

test("a replica is what is wanted", async () => {
  const { levels, lines } = await examine(address("app:a", standby));
  expect(levels.replica).toBe("ok");
  expect(lines[0]).toMatchObject({ what: "The source is a read replica", where: expect.stringContaining("/shop") });
});

describe("the machine", () => {
  let fixture: GitFixture;
  const config = { source: { url: { env: "SOURCE" }, schemas: ["public"], ssl: { mode: "disable" } } };
  const doctor = (env: Record<string, string> = {}, cwd = fixture.clone) =>
    slipwayText(home, ["doctor"], { cwd, env: { SOURCE: address("app:a"), ...env } });
  beforeAll(async () => {
    fixture = await createGitFixture();
    await fixture.write({ "slipway.json": JSON.stringify(config) });
  });
  afterAll(() => fixture?.remove());

  test("is told of in words, and production by slipway.json; the password is nowhere", async () => {
    const { exitCode, stdout } = await doctor();
    expect(stdout).toMatch(
      /^✔ Git [\d.]+ is new enough\n✔ Git knows who commits\n✔ The repository has a remote \(.*\n✔ Changes are merged into main \(origin\/main\)/,
    );
    expect(stdout).toContain(
      "! Apps and checks run as plain processes, without walls around them\n  why    SLIPWAY_RUNTIME",
    );
    expect(stdout).toMatch(/[✔!] [\d.]+ GB are free/);
    expect(stdout).toContain("✔ slipway.json can be read (slipway.json)");
    expect(stdout).toMatch(
      /✖ Nobody is signed in to GitHub here\n(.*\n)* {2}next {3}`gh auth login`, or set GITHUB_TOKEN/,
    );
    expect(stdout).toMatch(/! The source is the primary\n {2}where {2}127\.0\.0\.1:\d+\/shop\n {2}why/);
    expect(stdout).toContain("! The role may do more than read\n  where  app\n  why    it may write to public.orders;");
    expect(stdout).toContain("✔ Every table can be read: 1 (app)");
    expect(stdout).toContain('GRANT SELECT ON ALL SEQUENCES IN SCHEMA "public" TO "slipway_reader";');
    expect(stdout).not.toContain("Back office");
    expect(stdout).not.toContain("app:a");
    expect(stdout).not.toContain("pg_dump");
    expect(exitCode).toBe(1);
  });

  test("names each thing that is missing, with what mends it", async () => {
    const noDocker = { SLIPWAY_RUNTIME: "docker", DOCKER_HOST: "unix:///nowhere/docker.sock" };
    const { exitCode, stdout } = await doctor({ ...noDocker, SOURCE: "" });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/✖ Docker is not installed or not running\n.*\n.*\n {2}next {3}Install Docker/);
    expect(stdout).toMatch(/! The source's address is not known here\n(.*\n)* {2}next {3}Set the variable/);
    await using elsewhere = await writeTree({ "slipway.json": '{ "app": { "prot": 1 } }' });
    const outside = await doctor({}, elsewhere.directory);
    expect(outside.exitCode).toBe(1);
    expect(outside.stdout).toMatch(/✖ .*git repository/i);
    await fixture.git("config", "user.name", "");
    expect((await doctor()).stdout).toContain("git config --global user.email");
    await fixture.git("config", "--unset", "user.name");
    const shared = { ...config, preview: { share: "REGION=eu no-such-tunnel --port $PORT" } };
    await fixture.write({ "slipway.json": JSON.stringify(shared) });
    expect((await doctor()).stdout).toMatch(/✖ What shares previews is missing\n {2}where {2}no-such-tunnel\n/);
    await fixture.write({ "slipway.json": '{ "app": { "prot": 1 } }' });
    expect((await doctor()).stdout).toMatch(/✖ .*(slipway\.json|configuration)/i);
  });
});

describe("a repository with ways of its own", () => {
  let fixture: GitFixture;
  const source = { url: { env: "SOURCE" }, schemas: ["public"], ssl: { mode: "disable", ca: "certs/ca.pem" } };
  const forge = { remote: "upstream", base: "develop" };
  const doctor = async (folder = "", ...options: string[]) => {
    const cwd = join(fixture.clone, folder);
    return (await slipwayText(home, ["doctor", ...options], { cwd, env: { SOURCE: address("app:a") } })).stdout;
  };
  beforeAll(async () => {
    fixture = await createGitFixture();
    await fixture.git("remote", "rename", "origin", "upstream");
    await fixture.git("push", "--quiet", "upstream", "main:develop");
  });
  afterAll(() => fixture?.remove());

  test("is looked at by its own remote and base, from any folder of it", async () => {
    await fixture.write({
      "slipway.json": JSON.stringify({ forge, source }),
      "certs/ca.pem": "A certificate\n",
      "src/app.js": "",
    });
    for (const folder of ["", "src"]) {
      const said = await doctor(folder);
      expect(said).toContain(`✔ The repository has a remote (${fixture.remote})`);
      expect(said).toContain("✔ Changes are merged into develop (upstream/develop)");
      expect(said).toContain("✔ slipway.json can be read (slipway.json)");
      expect(said).toContain("! The source is the primary");
    }
    await fixture.git("update-ref", "-d", "refs/remotes/upstream/develop");
    expect(await doctor()).toMatch(
      /! The base branch develop is not known here\n(.*\n)* {2}next {3}git fetch upstream/,
    );
    await fixture.git("fetch", "--quiet", "upstream");
    await fixture.write({ "slipway.json": JSON.stringify({ forge: { ...forge, remote: "fork" }, source }) });
    expect(await doctor()).toMatch(/✖ The repository has no remote "fork"\n(.*\n)* {2}next {3}git remote add fork/);
  });

  test("has the certificate authority's path counted from its root, and one that is missing named", async () => {
    const file = "apps/web/slipway.json";
    await fixture.write({ [file]: JSON.stringify({ forge, source }) });
    expect(await doctor("apps", "--config", "web/slipway.json")).toContain("! The source is the primary");
    await fixture.write({ [file]: JSON.stringify({ forge, source: { ...source, ssl: { ca: "lost.pem" } } }) });
    expect(await doctor("apps", "--config", "web/slipway.json")).toContain(
      `✖ The certificate authority of the source cannot be read\n  where  ${join(fixture.clone, "lost.pem")}\n`,
    );
  });

  test("that takes its rows from an image is told so, and of no database", async () => {
    const image = "registry.example.com/acme/clone:latest";
    await fixture.write({ "slipway.json": JSON.stringify({ forge, source: { image } }) });
    const said = await doctor();
    expect(said).toContain(`✔ Rows come from a snapshot in a registry, not from production (${image})`);
    expect(said).not.toMatch(/database to take rows|The source/);
  });

  test("without a slipway.json has the remote's default branch for its base", async () => {
    await fixture.git("remote", "rename", "upstream", "origin");
    await fixture.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/develop");
    await rm(join(fixture.clone, "slipway.json"));
    const said = await doctor("src");
    expect(said).toContain("✔ Changes are merged into develop (origin/develop)");
    expect(said).toMatch(/✖ The configuration could not be read\n(.*\n)* {2}next {3}`slipway init` writes it/);
  });
});

test("a machine on which all is well but the sign-in says by what means production is kept", async () => {
  const target = { process: { database: { env: "SOURCE" } } };
  await using place = await writeTree({ "slipway.json": JSON.stringify({ target }) });
  await execa("git", ["init", "--quiet", "--initial-branch=topic"], { cwd: place.directory });
  await execa("git", ["remote", "add", "origin", "https://github.com/acme/shop.git"], { cwd: place.directory });
  const { stdout } = await slipwayText(home, ["doctor"], { cwd: place.directory });
  expect(stdout).toMatch(/✔ Backups of production are made by pg_dump [\d.]+ \(.*pg_dump\)/);
  expect(stdout).toMatch(/! The base branch main is not known here\n(.*\n)* {2}next {3}git fetch origin main/);
});

test("a git that is too old is named, with what it lacks", async () => {
  await using place = await writeTree({ "bin/git": "#!/bin/sh\necho git version 2.34.1\n" });
  await chmod(join(place.directory, "bin/git"), 0o755);
  const { exitCode, stdout } = await slipwayText(home, ["doctor"], {
    cwd: place.directory,
    env: { PATH: `${join(place.directory, "bin")}:${process.env.PATH}` },
  });
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/✖ Git 2\.34\.1 is too old\n {2}why {4}a release is tried out.*2\.38/);
});

test("a source that cannot be had is a problem in words", async () => {
  const refused = await examine(address("app:wrong-password"));
  expect([refused.exitCode, refused.last.code]).toEqual([1, "source-refused"]);
  expect(JSON.stringify(refused.lines)).not.toContain("wrong-password");
});
