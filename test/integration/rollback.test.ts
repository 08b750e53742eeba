/**
 * @module-tag git
 * @module-tag postgres
 */
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openClient } from "../../agent/database/client.ts";
import { withDatabase } from "../../agent/database/connection.ts";
import { expectDone, oneProblem } from "../support/one-problem.ts";
import { stageOutput } from "../support/run-result.ts";
import { shopConfig, shopFiles } from "../support/small-shop/shop-files.ts";
import { type SmallShop, smallShop } from "../support/small-shop/small-shop.ts";
import type { WorkingCopy } from "../support/small-shop/working-copy.ts";
import { sql } from "../support/sql.ts";
import { steadyRequests } from "../support/steady-requests.ts";

let shop: SmallShop;
let copy: WorkingCopy;
let url: string;
/** What is set for production's database, and for a role in it. */
let settings: unknown[];
const ownSettings = `SELECT setrole::regrole::text AS role, setconfig FROM pg_db_role_setting
  WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = 'shop') ORDER BY 1`;

const config = shopConfig(({ target }) => {
  target.process.backup = "dump";
});

/** The file that keeps a version from starting while it is there. */
const breaker = (version: string) => join(shop.folder, `${version}-is-broken`);

/** Ships a change whose page says its version. */
async function ship(version: string, files: Readonly<Record<string, string>> = {}): Promise<void> {
  const broken = JSON.stringify(breaker(version));
  const server = `import { existsSync } from "node:fs";\nif (existsSync(${broken})) process.exit(1);\n${shopFiles["server.mjs"]}`;
  copy = await shop.change(version, {
    "server.mjs": server
      .replace("The shop is open", version)
      .replace("(request, response) =>", `(request, response) => existsSync(${broken}) ? process.exit(1) :`),
    ...files,
  });
  expectDone(await copy.slipway(["ship"]));
}

async function merge(): Promise<void> {
  const merged = await copy.slipway(["merge"]);
  expectDone(merged);
  url = String(merged.last.productionUrl);
}

async function release(version: string, files: Readonly<Record<string, string>> = {}): Promise<void> {
  await ship(version, files);
  await merge();
}

const page = async () => (await (await fetch(url)).text()).trim();
const back = (...args: string[]) => copy.slipway(["rollback", ...args]);
const releases = async () =>
  (await copy.slipway(["releases"])).lines.map(({ number, live, neverLive, backTo, ahead, restorable }) => ({
    number,
    live,
    neverLive,
    backTo,
    ahead,
    restorable,
  }));

beforeAll(async () => {
  shop = await smallShop({ SLIPWAY_RUNTIME: "process" });
  const dumps = await shop.change("dumps", { "slipway.json": config });
  await dumps.git("push", "--quiet", shop.github.bareRepository, "HEAD:refs/heads/main");
  await release("one");
  await release("two");
  await sql(shop.production, `ALTER DATABASE shop SET search_path TO public, "$user", "odd, one"`);
  await sql(shop.production, "ALTER ROLE CURRENT_USER IN DATABASE shop SET search_path TO public, ''");
  await sql(shop.production, "ALTER DATABASE shop SET app.greeting TO 'one, two'");
  settings = await sql(shop.production, ownSettings);
  expect(settings).toHaveLength(2);
});
afterAll(() => shop?.close());

test("without --yes it says what it would do, and does nothing", async () => {
  const said = await back();
  expect(said).toMatchObject({
    exitCode: 0,
    lines: [{ kind: "way-back", from: { number: 2 }, to: { number: 1 }, ahead: [], behind: [] }],
  });
  expect(said.last.revert).toMatch(/\/pull\/2$/);
  expect(await page()).toBe("two");
});

test("the code goes back and forward again, and no request is lost", async () => {
  const requests = steadyRequests(url, 50);
  const went = await back("--yes");
  expectDone(went);
  await requests.answered(20);
  expectDone(await back("2", "--yes"));
  await requests.answered(20);
  const { failures, bodies } = await requests.stop();
  expect(failures).toEqual([]);
  expect([...new Set(bodies.map((body) => body.trim()))]).toEqual(["two", "one"]);
  expect(bodies.at(-1)?.trim()).toBe("two");
  expect(stageOutput(went, "switch")).toMatchObject({ release: 3 });
  expect(await releases()).toMatchObject([
    { number: 4, live: true, backTo: 2 },
    { number: 3, live: false, backTo: 1, ahead: [] },
    { number: 2, live: false },
    { number: 1, live: false },
  ]);
  const [newest] = shop.github.state().deployments.toReversed();
  expect(newest).toMatchObject({ environment: "production", description: "Rolled back to by Slipway" });
});

test("a wrong number, the live one and a backup that is not there are refused in words", async () => {
  expect(oneProblem(await back("99", "--yes"))).toMatchObject({ code: "no-release", usage: true });
  expect(oneProblem(await back("2", "--yes"))).toMatchObject({ code: "release-live" });
  expect(oneProblem(await back("1", "--database", "restore", "--yes"))).toMatchObject({ code: "rollback-no-backup" });
});

test("a migration in between asks what becomes of the database, and says what was written since", async () => {
  await release("five", { "migrations/005-notes.sql": "ALTER TABLE orders ADD note text NOT NULL DEFAULT 'none';\n" });
  await sql(shop.production, "INSERT INTO orders SELECT n, 1, n, 'new' FROM generate_series(900001, 900007) n");
  await sql(shop.production, "UPDATE customers SET full_name = 'Kim' WHERE id = 1");
  expect(oneProblem(await back("2", "--yes"))).toMatchObject({
    what: "The database is ahead of that release",
    why: "it does not know 005-notes.sql",
    next: expect.stringContaining("--database restore"),
    code: "rollback-undecided",
  });
  const [live, second] = await releases();
  expect([live?.live, second]).toEqual([true, expect.objectContaining({ ahead: ["005-notes.sql"], restorable: true })]);
  await expect
    .poll(async () => (await back("2")).last.restores)
    .toMatchObject({
      backup: expect.stringMatching(/before_release_5_\d+\.dump$/),
      writes: [
        { table: "public.orders", inserted: 7, updated: 0, deleted: 0 },
        { table: "public.customers", inserted: 0, updated: 1, deleted: 0 },
        { table: "public.slipway_migrations", inserted: 1, updated: 0, deleted: 0 },
      ],
    });
  expect(await page()).toBe("five");
});

test("code that does not start leaves code and database as they are", async () => {
  await writeFile(breaker("two"), "");
  const failed = oneProblem(await back("2", "--database", "restore", "--yes"));
  await rm(breaker("two"));
  expect(failed.next).toMatch(/Production is as it was, code and database.* in the database shop_restored_\d+/);
  expect(await page()).toBe("five");
  expect(await sql(shop.production, "SELECT count(*)::int AS new FROM orders WHERE note = 'new'")).toEqual([
    { new: 7 },
  ]);
});

test("the database goes back too, and no acknowledged write is lost: it is in the kept one", async () => {
  const { acknowledged, stop } = steadyWrites();
  await expect.poll(() => acknowledged.length).toBeGreaterThan(20);
  const went = await back("2", "--database", "restore", "--yes");
  expectDone(went);
  const sofar = acknowledged.length;
  await expect.poll(() => acknowledged.length).toBeGreaterThan(sofar + 20);
  await stop();
  expect(await page()).toBe("two");
  const name =
    went.events.flatMap((event) =>
      event.type === "output" && event.name === "database.kept" ? [String(event.value)] : [],
    )[0] ?? "";
  const ids = async (database: string) =>
    (
      await sql<{ id: number }>(withDatabase(shop.production, database), "SELECT id FROM events WHERE id > 1000000")
    ).map(({ id }) => id);
  const [before, now] = [await ids(name), await ids("shop")];
  expect(new Set([...before, ...now])).toEqual(new Set(acknowledged));
  expect(before.length).toBeGreaterThan(20);
  expect(now.length).toBeGreaterThan(20);
  const columns = "SELECT to_jsonb(o) ? 'note' AS note FROM orders o LIMIT 1";
  expect([await sql(shop.production, columns), await sql(withDatabase(shop.production, name), columns)]).toEqual([
    [{ note: false }],
    [{ note: true }],
  ]);
  expect(await sql(shop.production, ownSettings)).toEqual(settings);
  // While the new code serves, the present database is there: what is slow comes before the swap.
  const log = (await copy.slipway(["logs", "switch"])).lines.map(({ text }) => text);
  expect(log.join("\n")).toMatch(/^(Built|This is the image).*The database as it was until now is kept/s);
});

test("and forward again: the migration is applied anew", async () => {
  expect((await back("5")).last).toMatchObject({ ahead: [], behind: ["005-notes.sql"] });
  expectDone(await back("5", "--yes"));
  expect(await page()).toBe("five");
  expect(await sql(shop.production, "SELECT DISTINCT note FROM orders")).toEqual([{ note: "none" }]);
});

test("what a release that never served did to the database is taken back alone", async () => {
  await ship("eight", { "migrations/008-rank.sql": "ALTER TABLE customers ADD rank int NOT NULL DEFAULT 8;\n" });
  await writeFile(breaker("eight"), "");
  const failed = oneProblem(await copy.slipway(["merge"]));
  expect(failed.next).toMatch(/keeps serving, on a database to which 008-rank.sql was applied.*slipway rollback/);
  expect(await releases()).toMatchObject([
    { number: 8, live: false, neverLive: true },
    { number: 7, live: true, neverLive: false, ahead: ["008-rank.sql"], restorable: true },
    ...Array.from({ length: 6 }, () => ({ neverLive: false, live: false })),
  ]);
  expect((await back()).last).toMatchObject({
    from: { number: 7 },
    to: { number: 5 },
    neverLive: { number: 8 },
    ahead: ["008-rank.sql"],
    restores: { backup: expect.stringMatching(/before_release_8_\d+\.dump$/) },
  });
  expect(oneProblem(await back("8", "--yes"))).toMatchObject({ code: "release-never-live" });
  expect(oneProblem(await back("--database", "keep", "--yes"))).toMatchObject({ code: "release-live" });
  expect(oneProblem(await back("--yes"))).toMatchObject({ code: "rollback-undecided" });

  const requests = steadyRequests(url, 50);
  expectDone(await back("--database", "restore", "--yes"));
  await requests.answered(20);
  const { failures, bodies } = await requests.stop();
  expect(failures).toEqual([]);
  expect([...new Set(bodies.map((body) => body.trim()))]).toEqual(["five"]);
  const ranked = "SELECT to_jsonb(c) ? 'rank' AS ranked FROM customers c LIMIT 1";
  expect(await sql(shop.production, ranked)).toEqual([{ ranked: false }]);
  expect((await releases()).slice(0, 2)).toMatchObject([
    { number: 9, live: true, backTo: 5, ahead: [], restorable: false },
    { number: 8, neverLive: true },
  ]);

  await rm(breaker("eight"));
  await merge();
  expect(await page()).toBe("eight");
  expect(await sql(shop.production, ranked)).toEqual([{ ranked: true }]);
});

test("what somebody brought to the base branch by hand goes live when that is asked for", async () => {
  copy = await shop.change("nine", {
    "server.mjs": shopFiles["server.mjs"]?.replace("The shop is open", "nine") ?? "",
  });
  await copy.git("fetch", "--quiet", shop.github.bareRepository, "main");
  await copy.git("merge", "--quiet", "--no-edit", "-X", "ours", "FETCH_HEAD");
  await copy.git("push", "--quiet", shop.github.bareRepository, "HEAD:refs/heads/main");
  expect(await copy.slipway(["merge", "1", "--base"])).toMatchObject({ exitCode: 2 });
  expectDone(await copy.slipway(["merge", "--base"]));
  expect(await page()).toBe("nine");
});

/** Writes rows one after the other, as an app does that signs in again when it must; `acknowledged` are the ids that were confirmed. */
function steadyWrites() {
  const acknowledged: number[] = [];
  let going = true;
  const writing = (async () => {
    let client = await openClient(shop.production);
    for (let id = 1_000_001; going; id++) {
      try {
        await client.query("INSERT INTO events VALUES ($1, 'written while going back')", [id]);
        acknowledged.push(id);
        await delay(5);
      } catch {
        await client.end().catch(() => {});
        client = await openClient(shop.production).catch(async () => {
          await delay(5);
          return client;
        });
      }
    }
    await client.end();
  })();
  return {
    acknowledged,
    stop: () => {
      going = false;
      return writing;
    },
  };
}
