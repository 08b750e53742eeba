/**
 * @module-tag git
 * @module-tag postgres
 */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectDone, oneProblem } from "../support/one-problem.ts";
import { type ShopConfig, shopConfig } from "../support/small-shop/shop-files.ts";
import { type SmallShop, smallShop } from "../support/small-shop/small-shop.ts";
import type { WorkingCopy } from "../support/small-shop/working-copy.ts";
import { lookAround, whatStays } from "../support/what-stays.ts";

let shop: SmallShop;

beforeAll(async () => {
  shop = await smallShop({ SLIPWAY_RUNTIME: "process" });
});
afterAll(() => shop?.close());

/** Ships a change that is refused as wrong usage before anything was read from production. */
async function refused(change: WorkingCopy) {
  const before = await lookAround(shop.home);
  const connections = shop.sourceRelay.connections;
  const result = await change.slipway(["ship"]);
  const problem = oneProblem(result, [new URL(shop.productionUrl).password]);
  expect(result.exitCode).toBe(2);
  expect(shop.sourceRelay.connections).toBe(connections);
  expect(await whatStays(before, shop.home, shop.ownFolders)).toEqual([]);
  return problem;
}

describe("a slipway.json that does not hold", () => {
  test("an unknown key is named with its place and the key that was meant", async () => {
    const text = shopConfig().replace('"health"', '"helth"');
    const line = text.split("\n").findIndex((one) => one.includes("helth")) + 1;
    const change = await shop.change("typo", { "slipway.json": text });
    expect(await refused(change)).toMatchObject({
      what: "The configuration has a mistake",
      where: "slipway.json",
      why: expect.stringContaining(`slipway.json:${line}:5 app.helth: unknown key; did you mean "health"?`),
      code: "config-invalid",
    });
    expect((await change.slipway(["status"])).lines).toEqual([]);
  });

  test("all mistakes are told at once, whatever they are", async () => {
    const text = shopConfig((config) => Object.assign(config.app, { port: "3000", memory: "much" }));
    const { what, why } = await refused(await shop.change("mistakes", { "slipway.json": text }));
    expect(what).toBe("The configuration has 2 mistakes");
    expect(why).toMatch(/slipway.json:\d+:5 app.port: expected a number, found text/);
    expect(why).toMatch(/slipway.json:\d+:5 app.memory: /);
  });

  test("one that is no JSON", async () => {
    const { why } = await refused(await shop.change("no-json", { "slipway.json": '{\n  "app": {\n' }));
    expect(why).toMatch(/slipway.json:3:1 close brace expected/);
  });

  test("none at all", async () => {
    const change = await shop.change("bare");
    await change.git("rm", "--quiet", "slipway.json");
    await change.commit({});
    expect(await refused(change)).toMatchObject({
      what: "The configuration could not be read",
      where: join(change.directory, "slipway.json"),
      code: "config-missing",
    });
  });
});

test("services where there is no Docker to run them on", async () => {
  const services = { redis: { image: "redis:8" } };
  const text = shopConfig((config) => Object.assign(config, { services }));
  const change = await shop.change("services", { "slipway.json": text });
  expect(oneProblem(await change.slipway(["ship"]))).toMatchObject({
    what: "The services need Docker",
    where: "redis",
    code: "services-need-docker",
  });
});

describe("a change that reaches for what is not its to decide", () => {
  const unmasking: Record<string, (mask: Partial<ShopConfig["mask"]>) => void> = {
    "writes keep": (mask) => Object.assign(mask, { "customers.email": "keep" }),
    "takes the rule away": (mask) => {
      delete mask["customers.email"];
    },
  };

  test.each(Object.entries(unmasking))("unmasking a column: it %s", async (how, unmask) => {
    const text = shopConfig(({ mask }) => unmask(mask));
    const change = await shop.change(`unmask-${how.replaceAll(" ", "-")}`, { "slipway.json": text });
    expect(await refused(change)).toMatchObject({
      what: "The change tries to unmask customers.email",
      where: "slipway.json, mask",
      why: expect.stringContaining("nothing is unmasked"),
      code: "unmask-refused",
    });
  });

  const pulls: Record<string, Record<string, unknown>> = {
    variable: { env: "PRODUCTION_DATABASE_URL" },
    command: { command: 'echo "$PRODUCTION_DATABASE_URL"' },
  };

  test.each(Object.entries(pulls))("production's URL by a %s", async (kind, value) => {
    const text = shopConfig(({ app }) => Object.assign(app, { env: { STOLEN: value } }));
    expect(await refused(await shop.change(`pull-by-${kind}`, { "slipway.json": text }))).toMatchObject({
      what: "The change pulls a secret of `source.url` into `app.env.STOLEN`",
      where: "slipway.json",
      why: expect.stringContaining("a secret of source, target or forge is never given to an app or a check"),
      code: "secret-pulled",
    });
  });

  test("another production to read from", async () => {
    const text = shopConfig(({ source }) => Object.assign(source, { url: { env: "ANOTHER_URL" } }));
    expect(await refused(await shop.change("elsewhere", { "slipway.json": text }))).toMatchObject({
      what: "The change alters `source`",
      code: "guarded-section",
    });
  });

  test("a check that looks for secrets in its environment finds none, and none is written down", async () => {
    const change = await shop.change("curious", { "test.sh": 'env; ! env | grep -e PRODUCTION -e TOKEN -e "$1"\n' });
    const password = new URL(shop.productionUrl).password;
    const text = shopConfig((config) => Object.assign(config, { checks: [{ name: "tests", run: "sh test.sh ghp_" }] }));
    await change.commit({ "slipway.json": text });
    const result = await change.slipway(["ship"]);
    expectDone(result);
    expect(`${JSON.stringify(result.lines)}${result.stderr}`).not.toContain(password);
    expect(await filesHolding(shop.home.folder, password)).toEqual([]);
  });
});

/** The files below a folder in which a text stands. */
async function filesHolding(folder: string, text: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const held = await Promise.all(files.map(async (file) => (await readFile(file)).includes(text)));
  return files.filter((_, index) => held[index]);
}
