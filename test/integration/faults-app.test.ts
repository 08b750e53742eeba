/**
 * @module-tag git
 * @module-tag postgres
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isPull } from "../../practice/github/state.ts";
import { expectDone, oneProblem } from "../support/one-problem.ts";
import type { CommandResult } from "../support/slipway.ts";
import { databasesOf } from "../support/small-shop/databases-of.ts";
import { shopConfig, shopFiles } from "../support/small-shop/shop-files.ts";
import { type SmallShop, smallShop } from "../support/small-shop/small-shop.ts";
import type { WorkingCopy } from "../support/small-shop/working-copy.ts";
import { lookAround, whatStays } from "../support/what-stays.ts";

let shop: SmallShop;

beforeAll(async () => {
  shop = await smallShop({ SLIPWAY_RUNTIME: "process" });
  // The snapshot, a cache, is there for all tests.
  const first = await shop.change("first");
  expectDone(await first.slipway(["ship"]));
  await first.slipway(["preview", "stop"]);
});
afterAll(() => shop?.close());

/** The status of every stage. */
function stagesOf({ last }: CommandResult): Record<string, string> {
  const stages = last.stages as { name: string; status: string }[];
  return Object.fromEntries(stages.map(({ name, status }) => [name, status]));
}

const isProposed = (branch: string) => shop.github.state().issues.some((one) => one.pull?.head === branch);

/**
 * Ships a change that fails. The clone stays, for the next try begins with it; it goes with the change's preview, and
 * then nothing is left.
 */
async function failed(change: WorkingCopy, branch: string) {
  const before = await lookAround(shop.home);
  const result = await change.slipway(["ship"]);
  const problem = oneProblem(result);
  expect(isProposed(branch)).toBe(false);
  await change.slipway(["preview", "stop", branch]);
  expect(await whatStays(before, shop.home, shop.ownFolders)).toEqual([]);
  return { problem, stages: stagesOf(result) };
}

const done = { preflight: "succeeded", clone: "succeeded", build: "succeeded" };

describe("before there is an app", () => {
  test("a build that fails", async () => {
    const manifest = JSON.stringify({ scripts: { build: "echo no cement >&2; exit 3" } });
    const { problem, stages } = await failed(await shop.change("no-build", { "package.json": manifest }), "no-build");
    expect(problem).toMatchObject({
      what: "The build failed",
      why: expect.stringContaining("no cement"),
      code: "build-failed",
    });
    expect(stages).toEqual({
      ...done,
      build: "failed",
      migrate: "skipped",
      check: "skipped",
      preview: "skipped",
      propose: "skipped",
    });
  });

  test("a migration that fails, and its next try", async () => {
    const path = "migrations/001-total.sql";
    const change = await shop.change("migrates", { [path]: "CREATE TABLE totals (total numeric);\nSELECT 1 / 0;\n" });
    const { problem, stages } = await failed(change, "migrates");
    expect(problem).toMatchObject({
      what: "A migration failed",
      where: `${path}:2`,
      why: expect.stringContaining("22012 division by zero"),
      next: expect.stringContaining("Nothing of this file was kept."),
      code: "migration-failed",
    });
    expect(stages).toEqual({ ...done, migrate: "failed", check: "skipped", preview: "skipped", propose: "skipped" });
    await change.commit({ [path]: "CREATE TABLE totals (total numeric);\n" });
    expectDone(await change.slipway(["ship"]));
    await change.slipway(["preview", "stop"]);
  });
});

test("a test that fails stops the proposal and nothing else", async () => {
  const change = await shop.change("red", { "test.sh": "echo it is not so; exit 1\n" });
  const { problem, stages } = await failed(change, "red");
  expect(problem).toMatchObject({
    what: "A check failed",
    where: "tests",
    why: "tests:\nit is not so",
    next: "The whole output is in the stage's log: `slipway logs check`.",
    code: "check-failed",
  });
  expect(stages).toEqual({ ...done, migrate: "succeeded", check: "failed", preview: "succeeded", propose: "skipped" });
});

describe("an app", () => {
  test("that ends at once", async () => {
    const { problem, stages } = await failed(
      await shop.change("ends", { "server.mjs": 'console.log("no money left");\nprocess.exit(4);\n' }),
      "ends",
    );
    expect(problem).toMatchObject({
      what: "The app ended before it was healthy",
      why: expect.stringMatching(/exit code 4.*no money left/s),
      code: "app-ended",
    });
    expect(stages).toMatchObject({ check: "succeeded", preview: "failed", propose: "skipped" });
  });

  test("whose page fails", async () => {
    const server = `import { createServer } from "node:http";
createServer(({ url }, response) => response.writeHead(url === "/healthz" ? 200 : 500).end())
  .listen(Number(process.env.PORT));
`;
    const { problem } = await failed(await shop.change("page", { "server.mjs": server }), "page");
    expect(problem).toMatchObject({
      what: "A page of the app fails",
      where: "/",
      why: "it answers 500 Internal Server Error",
      code: "page-failed",
    });
  });

  test("that listens and never answers: what was previewed before goes on", { timeout: 120_000 }, async () => {
    const quick = shopConfig(({ app }) => Object.assign(app, { healthTimeout: "5s" }));
    const change = await shop.change("mute", { "slipway.json": quick });
    const shipped = await change.slipway(["ship"]);
    expectDone(shipped);
    const url = String(shipped.lines.find(({ name }) => name === "preview.localUrl")?.value);
    const page = async () => (await fetch(url)).text();
    expect(await page()).toBe("The shop is open\n");
    const databases = await databasesOf(shop.home, "mute");

    await change.commit({
      "server.mjs": 'import { createServer } from "node:http";\ncreateServer().listen(Number(process.env.PORT));\n',
    });
    const result = await change.slipway(["ship"]);
    expect(oneProblem(result)).toMatchObject({
      what: "The app did not answer /healthz within 5 s",
      why: expect.stringContaining("it accepts connections and does not answer"),
      next: expect.stringContaining("It must listen on the port in the variable PORT"),
      code: "app-unhealthy",
    });
    expect(await page()).toBe("The shop is open\n");
    expect(await databasesOf(shop.home, "mute")).toEqual(databases);

    await change.commit({ "server.mjs": shopFiles["server.mjs"]?.replace("open", "open again") ?? "" });
    expectDone(await change.slipway(["ship"]));
    expect(await page()).toBe("The shop is open again\n");
    expect(
      shop.github
        .state()
        .issues.filter(isPull)
        .filter(({ pull }) => pull.head === "mute"),
    ).toHaveLength(1);
    await change.slipway(["preview", "stop"]);
  });
});

test("two checks that fail are one error", async () => {
  const text = shopConfig((config) =>
    Object.assign(config, {
      checks: [
        { name: "tests", run: "echo wrong sum; false" },
        { name: "lint", run: "echo wrong indent; false" },
      ],
    }),
  );
  const { problem } = await failed(await shop.change("both", { "slipway.json": text }), "both");
  expect(problem).toMatchObject({ what: "2 checks failed", where: "tests, lint" });
  expect(problem.why).toMatch(/wrong sum.*wrong indent/s);
});
