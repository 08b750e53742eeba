/**
 * @module-tag git
 * @module-tag postgres
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openClient } from "../../agent/database/client.ts";
import type { Assertion } from "../../agent/migrations/proof/assertion.ts";
import { countOnSource } from "../../agent/migrations/proof/count-on-source.ts";
import { unwatched } from "../../agent/work.ts";
import { isPull } from "../../practice/github/state.ts";
import { expectDone, oneProblem } from "../support/one-problem.ts";
import { stageOutput, stageStatuses } from "../support/run-result.ts";
import { databasesOf } from "../support/small-shop/databases-of.ts";
import { shopConfig } from "../support/small-shop/shop-files.ts";
import { type SmallShop, smallShop } from "../support/small-shop/small-shop.ts";
import { sql } from "../support/sql.ts";
import { tableContents } from "../support/table-contents.ts";

/** Rows of production that no subset has: below 4000 all is well. */
const bookingsSql = `
  CREATE TABLE bookings (id int PRIMARY KEY, code text NOT NULL, desk text, customer_id int, seats int NOT NULL);
  INSERT INTO bookings SELECT n, 'B' || n, 'desk ' || n, 1 + n % 1000, 2 FROM generate_series(1, 4000) n;
  UPDATE bookings SET desk = NULL WHERE id = 4000;
  UPDATE bookings SET code = 'B17' WHERE id IN (3998, 3999);
  UPDATE bookings SET customer_id = 1000000 + id WHERE id > 3995;
  ALTER TABLE bookings ADD CONSTRAINT to_customer FOREIGN KEY (customer_id) REFERENCES customers NOT VALID;
`;

let shop: SmallShop;
let untouched: string;

beforeAll(async () => {
  shop = await smallShop({ SLIPWAY_RUNTIME: "process" });
  await sql(shop.production, bookingsSql);
  untouched = await tableContents(shop.production);
  const base = await shop.change("base", {
    "slipway.json": shopConfig((config) => {
      config.subset = { tables: { events: "all", bookings: { rows: 200, where: "id BETWEEN 18 AND 3900" } } } as never;
    }),
  });
  await base.git("push", "--quiet", shop.github.bareRepository, "HEAD:refs/heads/main");
});
afterAll(() => shop?.close());

/** Ships a change with one migration. */
async function shipped(branch: string, migration: string) {
  const change = await shop.change(branch, { "migrations/0001_bookings.sql": migration });
  const result = await change.slipway(["ship"]);
  return { change, result };
}

async function refused(branch: string, migration: string) {
  const { change, result } = await shipped(branch, migration);
  expect(stageStatuses(result)).toMatchObject({ migrate: "succeeded", prove: "failed", propose: "skipped" });
  expect(await change.git("ls-remote", shop.github.bareRepository, `refs/heads/${branch}`)).toBe("");
  expect(await databasesOf(shop.home, branch)).not.toContain("proof");
  const problem = oneProblem(result, [new URL(shop.productionUrl).password]);
  expect(problem).toMatchObject({ code: "migration-disproved", what: "The migration would fail in production" });
  return problem;
}

const proofOf = (result: Parameters<typeof stageOutput>[0]) =>
  stageOutput<{ proved: string[]; mended: string[]; notProved: string[] }>(result, "prove");

describe("a NULL that the subset lacks", () => {
  const strict = "ALTER TABLE bookings ALTER COLUMN desk SET NOT NULL;\n";

  test("is found in production, and nothing is proposed", async () => {
    expect(await refused("null", strict)).toMatchObject({
      where: "bookings (desk), 0001_bookings.sql",
      why: expect.stringContaining("but in production 1 row of bookings (desk) is NULL;"),
      next: expect.stringContaining('SELECT * FROM "public"."bookings" c WHERE c."desk" IS NULL'),
    });
  });

  test("is none where the migration gives it a value first, which the pull request says", async () => {
    const { result } = await shipped("null-mended", `UPDATE bookings SET desk = 'any' WHERE desk IS NULL;\n${strict}`);
    expectDone(result);
    expect(proofOf(result)).toEqual({
      proved: [],
      mended: [
        "bookings (desk) is never NULL: in production 1 row of bookings (desk) is NULL, which the migration mends",
      ],
      notProved: [],
    });
    expect(await databasesOf(shop.home, "null-mended")).not.toContain("proof");
    const records = shop.github.state();
    const pull = records.issues.filter(isPull).find((one) => one.pull.head === "null-mended");
    expect(records.comments.find(({ issue }) => issue === pull?.number)?.body).toContain(
      "| mended by the migration | bookings (desk) is never NULL",
    );
  });
});

describe("duplicates under a new key", () => {
  const unique = "ALTER TABLE bookings ADD UNIQUE (code);\n";

  test("are counted", async () => {
    expect((await refused("duplicate", unique)).why).toContain(
      "1 value of bookings (code) occurs more than once, in 3 rows",
    );
  });

  test("are none once the migration has removed all but one", async () => {
    const dedupe = "DELETE FROM bookings b USING bookings older WHERE older.code = b.code AND older.id < b.id;\n";
    const { result } = await shipped("duplicate-mended", `${dedupe}${unique}`);
    expectDone(result);
    expect(proofOf(result).mended).toHaveLength(1);
  });
});

describe("orphans under a foreign key", () => {
  const validate = "ALTER TABLE bookings VALIDATE CONSTRAINT to_customer;\n";

  test("are counted where a key is validated", async () => {
    expect((await refused("orphan", validate)).why).toContain(
      "5 rows of bookings (customer_id) refer to nothing in customers (id)",
    );
  });

  test("are counted where a key is new", async () => {
    const anew =
      "ALTER TABLE bookings DROP CONSTRAINT to_customer, ADD FOREIGN KEY (customer_id) REFERENCES customers;\n";
    expect((await refused("orphan-anew", anew)).where).toContain("bookings (customer_id)");
  });

  test("are none where the migration lets go of them", async () => {
    const mend = `UPDATE bookings SET customer_id = NULL
      WHERE NOT EXISTS (SELECT FROM customers c WHERE c.id = bookings.customer_id);\n`;
    const { result } = await shipped("orphan-mended", `${mend}${validate}`);
    expectDone(result);
    expect(proofOf(result).mended).toHaveLength(1);
  });
});

test("all that is broken is said at once", async () => {
  const both = "ALTER TABLE bookings ALTER COLUMN desk SET NOT NULL, ADD UNIQUE (code);\n";
  const { why } = await refused("both", both);
  expect(why).toContain("bookings (desk) is NULL");
  expect(why).toContain("bookings (code) occurs more than once");
});

test("what holds is proved, and what cannot be counted is said not to be", async () => {
  const { result } = await shipped(
    "holds",
    `ALTER TABLE bookings ALTER COLUMN customer_id SET NOT NULL, ADD UNIQUE (id, desk), ADD CHECK (seats > 0);
     CREATE UNIQUE INDEX one_code ON bookings (lower(code)) WHERE id < 100;\n`,
  );
  expectDone(result);
  expect(proofOf(result)).toEqual({
    proved: ["bookings (customer_id) is never NULL"],
    mended: [],
    notProved: [
      "the CHECK constraint bookings_seats_check of bookings: this is not counted",
      "the unique index one_code of bookings, which is partial or not over plain columns: this is not counted",
    ],
  });
});

test("a migration that asserts nothing of older rows has nothing to prove", async () => {
  const { result } = await shipped(
    "new-column",
    "ALTER TABLE bookings ADD COLUMN paid boolean NOT NULL DEFAULT false;\n",
  );
  expectDone(result);
  expect(stageStatuses(result)).not.toHaveProperty("prove");
});

describe("what cannot be counted is no failure", () => {
  const desk: Assertion = {
    kind: "notNull",
    table: { schema: "public", name: "bookings" },
    partitioned: false,
    columns: ["desk"],
  };
  const reasonOf = async (asserted: Assertion, schemas?: string[], connection = shop.production) => {
    const [count] = await countOnSource(connection, [asserted], schemas, unwatched());
    return count && "unknown" in count ? count.unknown : "counted";
  };

  test("a table that somebody locks, one that is not read, one that is gone, and a source that is down", async () => {
    const holder = await openClient(shop.production);
    try {
      await holder.query("BEGIN; LOCK TABLE bookings IN ACCESS EXCLUSIVE MODE");
      expect(await reasonOf(desk)).toBe("the table is locked there");
    } finally {
      await holder.end();
    }
    expect(await reasonOf(desk)).toBe("counted");
    expect(await reasonOf(desk, ["sales"])).toBe("bookings is in none of source.schemas");
    expect(await reasonOf({ ...desk, columns: ["hall"] })).toBe("production has no bookings (hall)");
    const nowhere = { ...shop.production, port: 1 };
    expect(await reasonOf(desk, undefined, nowhere)).toBe("production could not be read: nothing listens on port 1");
  });

  test("a cancel ends the count at once, and its session", async () => {
    const holder = await openClient(shop.production);
    const cancel = new AbortController();
    try {
      await holder.query("BEGIN; LOCK TABLE bookings IN ACCESS EXCLUSIVE MODE");
      const counting = countOnSource(shop.production, [desk], undefined, unwatched(cancel.signal));
      const refusal = expect(counting).rejects.toThrow(/abort/i);
      const waiting = "SELECT count(*)::int AS n FROM pg_locks WHERE NOT granted AND relation = 'bookings'::regclass";
      await expect.poll(async () => (await holder.query<{ n: number }>(waiting)).rows[0]?.n).toBe(1);
      cancel.abort();
      await refusal;
      expect((await holder.query<{ n: number }>(waiting)).rows[0]?.n).toBe(0);
    } finally {
      await holder.end();
    }
  });
});

test("production was only read, all the time", async () => {
  expect(await tableContents(shop.production)).toBe(untouched);
});
