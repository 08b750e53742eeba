/**
 * @module-tag git
 * @module-tag postgres
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectDone, oneProblem } from "../support/one-problem.ts";
import type { CommandOptions } from "../support/slipway.ts";
import { type SmallShop, smallShop } from "../support/small-shop/small-shop.ts";
import { sql } from "../support/sql.ts";
import { lockTable } from "../support/table-lock.ts";
import { lookAround, whatStays } from "../support/what-stays.ts";

let shop: SmallShop;

beforeAll(async () => {
  shop = await smallShop({ SLIPWAY_RUNTIME: "process" });
});
afterAll(() => shop?.close());

const where = () => `127.0.0.1:${shop.sourceRelay.port}/shop`;

/** Ships a change that fails before there is a clone: the first ship of all, so that nothing was there to be used. */
async function failed(branch: string, options?: CommandOptions) {
  const change = await shop.change(branch);
  const [before, sessionsBefore] = [await lookAround(shop.home), await sessions()];
  const result = await change.slipway(["ship"], options);
  const problem = oneProblem(result, [new URL(shop.productionUrl).password]);
  // Nor a session there.
  await expect.poll(() => sessions(), { timeout: 10_000 }).toBe(sessionsBefore);
  expect(await whatStays(before, shop.home, shop.ownFolders)).toEqual([]);
  return { problem, exitCode: result.exitCode, change };
}

async function sessions(): Promise<number> {
  const [row] = await sql<{ count: number }>(
    shop.production,
    "SELECT count(*)::int FROM pg_stat_activity WHERE application_name = 'slipway' AND pid <> pg_backend_pid()",
  );
  return row?.count ?? -1;
}

describe("signing in", () => {
  test("a source that cannot be reached", async () => {
    shop.sourceRelay.cut();
    try {
      const { problem } = await failed("unreachable");
      expect(problem).toMatchObject({
        what: "The source database cannot be reached",
        where: where(),
        why: `nothing listens on port ${shop.sourceRelay.port}`,
        next: "Is PostgreSQL running, and is the port right?",
        code: "source-unreachable",
      });
    } finally {
      await shop.sourceRelay.mend();
    }
  });

  test("a wrong password", async () => {
    const url = new URL(shop.productionUrl);
    url.password = "wrong-but-secret-all-the-same";
    const { problem } = await failed("wrong-password", { env: { PRODUCTION_DATABASE_URL: url.href } });
    expect(problem).toMatchObject({
      what: "The source database does not let us in",
      where: where(),
      why: 'wrong password for "postgres"',
      code: "source-refused",
    });
    expect(JSON.stringify(problem)).not.toContain(url.password);
  });

  test("a URL that is not set", async () => {
    const { problem } = await failed("unset", { env: { PRODUCTION_DATABASE_URL: undefined } });
    expect(problem).toMatchObject({
      what: "PRODUCTION_DATABASE_URL is not set",
      next: "Set the environment variable PRODUCTION_DATABASE_URL, then try again.",
      code: "credential-missing",
    });
  });

  test("a URL that is none", async () => {
    const { problem, exitCode } = await failed("no-url", {
      env: { PRODUCTION_DATABASE_URL: "mysql://root:s3cr3t@db/x" },
    });
    expect(problem).toMatchObject({ what: "The database address cannot be used", code: "connection-invalid" });
    expect(JSON.stringify(problem)).not.toContain("s3cr3t");
    expect(exitCode).toBe(2);
  });
});

describe("reading", () => {
  test("a personal column without a rule: nothing is copied", async () => {
    await sql(shop.production, "ALTER TABLE customers ADD phone text");
    try {
      const { problem, exitCode } = await failed("personal");
      expect(problem).toMatchObject({
        what: "A column looks personal and has no rule",
        where: "customers.phone",
        next: expect.stringContaining('"customers.phone": "phone" // a telephone number by its name'),
        code: "unmasked-columns",
      });
      expect(exitCode).toBe(2);
    } finally {
      await sql(shop.production, "ALTER TABLE customers DROP phone");
    }
  });

  test("a table that somebody else has locked is not waited for", async () => {
    await using _held = await lockTable(shop.production, "orders");
    const { problem } = await failed("locked");
    expect(problem).toMatchObject({ what: "The source could not be read", where: where(), code: "source-locked" });
  });

  test("a source that is cut off in the middle of the subset, and a next try that works", async () => {
    const cut = shop.sourceRelay.arm({ on: "answer", how: "cut", sees: (_, passed) => passed > 2_000_000 });
    const { problem, change } = await failed("cut-off");
    await cut;
    // Whoever reads at that moment says it: the copying sessions or pg_dump.
    expect(problem).toMatchObject({
      what: expect.stringMatching(/^The (source|schema) could not be read$/),
      where: where(),
      code: "source-lost",
    });
    await shop.sourceRelay.mend();
    expectDone(await change.slipway(["ship"]));
  });
});
