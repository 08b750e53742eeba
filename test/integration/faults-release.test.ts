/**
 * @module-tag git
 * @module-tag postgres
 */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectDone, oneProblem } from "../support/one-problem.ts";
import { type ShopConfig, shopConfig, shopFiles } from "../support/small-shop/shop-files.ts";
import { type SmallShop, smallShop } from "../support/small-shop/small-shop.ts";

let shop: SmallShop;

/** Brings a slipway.json to the base branch, as a reviewed pull request would. */
async function onBase(name: string, change: (config: ShopConfig & Record<string, unknown>) => void): Promise<void> {
  const other = await shop.change(name, { "slipway.json": shopConfig(change) });
  await other.git("push", "--quiet", shop.github.bareRepository, "HEAD:refs/heads/main");
}

const withDump = (config: ShopConfig) => {
  config.target.process.backup = "dump";
};

beforeAll(async () => {
  shop = await smallShop({ SLIPWAY_RUNTIME: "process" });
  await onBase("dumps", withDump);
});
afterAll(() => shop?.close());

test("what goes live counts with its own slipway.json, as its preview did", async () => {
  const change = await shop.change("greets", {
    "slipway.json": shopConfig((config) => {
      withDump(config);
      Object.assign(config.app, { env: { GREETING: "Good morning" } });
    }),
    "server.mjs": shopFiles["server.mjs"]?.replace('"The shop', 'process.env.GREETING + ", the shop') ?? "",
  });
  expectDone(await change.slipway(["ship"]));
  const merged = await change.slipway(["merge"]);
  expectDone(merged);
  expect(await (await fetch(String(merged.last.productionUrl))).text()).toBe("Good morning, the shop is open\n");
});

test("production is no preview that could be stopped", async () => {
  const change = await shop.change("stops");
  const live = await change.slipway(["releases"]);
  expect(oneProblem(await change.slipway(["preview", "stop", "production"]))).toMatchObject({
    what: "Production is no preview",
    code: "not-a-preview",
  });
  expect(await change.slipway(["releases"])).toMatchObject({ lines: live.lines });
  expect(live.last).toMatchObject({ live: true });
});

test("a release that is tried again keeps the backup of the first try", { timeout: 240_000 }, async () => {
  // A clone has fewer customers than that.
  const refuses =
    "DO $$ BEGIN IF (SELECT count(*) FROM customers) > 500 THEN RAISE 'too many customers'; END IF; END $$;\n";
  const change = await shop.change("crowded", {
    "migrations/001-few.sql": refuses,
    "slipway.json": shopConfig(withDump),
  });
  await change.git("fetch", "--quiet", shop.github.bareRepository, "main");
  await change.git("merge", "--quiet", "--no-edit", "-X", "theirs", "FETCH_HEAD");
  expectDone(await change.slipway(["ship"]));
  const backups = async () => (await readdir(join(shop.home.places.state, "targets/acme-shop/backups"))).sort();
  const { number } = shop.github.state().issues.find(({ pull }) => pull?.head === "crowded") ?? {};
  const tries = async () => oneProblem(await change.slipway(["merge", String(number)]));
  expect(await tries()).toMatchObject({
    what: "The migration failed on production",
    why: expect.stringContaining("too many customers"),
  });
  const first = await backups();
  expect(first).toEqual([expect.stringMatching(/^before_release_2_\d{14}\.dump$/)]);
  expect(await tries()).toMatchObject({ code: "production-migration-failed" });
  expect(await backups()).toEqual([...first, expect.stringMatching(/^before_release_2_\d{14}\.dump$/)]);
});

test("production that runs on something else, or somewhere else, is not brought up here", async () => {
  await onBase("elsewhere", (config) => {
    const { process: here } = config.target;
    Object.assign(config, { target: { docker: { ...here, host: "ssh://deploy@shop.example.com" } } });
  });
  const change = await shop.change("moved");
  const problem = oneProblem(await change.slipway(["merge", "1"]));
  expect(problem).toMatchObject({ what: "Nothing can be released here", code: "not-built-yet" });
  expect(problem.why).toMatch(/target\.docker\.host.*does not run on what is used here/s);
});
