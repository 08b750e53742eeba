/**
 * @module-tag postgres
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Connection } from "../../agent/database/connection.ts";
import { rowStore } from "../../agent/subset/selection/row-store.ts";
import { type SamplingMethod, sampleRows } from "../../agent/subset/selection/sample-rows.ts";
import type { Selection } from "../../agent/subset/selection/select-rows.ts";
import { tableReasons } from "../../agent/subset/table-reasons.ts";
import { chiSquare, openChoice } from "../support/choose-rows.ts";
import { keptRows } from "../support/kept-rows.ts";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";
import { createDatabase, sql } from "../support/sql.ts";

const seeds = 1000;

let server: TestPostgres;

beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());

async function database(name: string, text: string): Promise<Connection> {
  const made = await createDatabase(server.connection, name);
  await sql(made, `${text}; ANALYZE`);
  return made;
}

/** How often each row of a table is chosen over many seeds; rows that never are count as well. */
async function countChoices(choice: Awaited<ReturnType<typeof openChoice>>, name: string, runs: number) {
  const places = await choice.source.query<{ ctid: string; id: number }>(
    `SELECT ctid::text, id FROM ${name} ORDER BY id`,
  );
  const counts = new Map(places.map(({ ctid }) => [ctid, 0]));
  let last: Selection | undefined;
  for (let seed = 1; seed <= runs; seed++) {
    last = await choice.choose(seed);
    for (const { ctid } of keptRows(last.keeper, choice.table(name))) counts.set(ctid, (counts.get(ctid) ?? 0) + 1);
  }
  return { byId: new Map(places.map(({ ctid, id }) => [id, counts.get(ctid) ?? 0])), last };
}

describe("a table by itself", () => {
  let source: Connection;

  beforeAll(async () => {
    // Pages of very different fullness: some rows are gone, and some pages have hardly any left.
    source = await database(
      "alone",
      `CREATE TABLE plain (id int, filler text);
       INSERT INTO plain SELECT g, repeat('x', 20 + 37 * (g % 11)) FROM generate_series(1, 1500) g;
       DELETE FROM plain WHERE id % 7 = 0 OR id BETWEEN 400 AND 500 AND id % 4 > 0;
       CREATE TABLE parts (id int, filler text) PARTITION BY RANGE (id);
       CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (300);
       CREATE TABLE parts_2 PARTITION OF parts FOR VALUES FROM (300) TO (5000);
       INSERT INTO parts SELECT g, repeat('x', g % 300) FROM generate_series(1, 1200) g`,
    );
    await sql(source, "VACUUM plain");
    await sql(source, "INSERT INTO plain SELECT g, 'late' FROM generate_series(2001, 2040) g; ANALYZE plain");
  });

  test.each<[SamplingMethod, string]>([
    ["places", "plain"],
    ["scan", "plain"],
    ["shuffle", "plain"],
    ["places", "parts"],
    ["scan", "parts"],
  ])("is sampled evenly by %s of %s", async (method, name) => {
    const choice = await openChoice(source);
    try {
      const table = choice.table(name);
      const wanted = 60;
      const counts = new Map<number, number>();
      for (let seed = 1; seed <= seeds; seed++) {
        const store = rowStore(choice.source, seed, []);
        const found = await sampleRows(store, { table, wanted }, method);
        expect(new Set(found).size).toBe(found.length);
        const rows = store.rows(table);
        const chosen = rows.inOrder(found).slice(0, wanted);
        expect(chosen.length).toBe(wanted);
        for (const id of chosen) counts.set(rows.places[id] ?? 0, (counts.get(rows.places[id] ?? 0) ?? 0) + 1);
      }
      const all = Array.from({ length: table.rows }, (_, index) => [...counts.values()][index] ?? 0);
      expect(counts.size).toBeLessThanOrEqual(table.rows);
      const { value, critical } = chiSquare(all, seeds);
      expect(value).toBeLessThan(critical);
    } finally {
      await choice.close();
    }
  });

  test("is sampled evenly by the whole selection, in exactly the size that the curve says", async () => {
    const choice = await openChoice(source);
    try {
      const { byId, last } = await countChoices(choice, "plain", seeds);
      const counts = [...byId.values()];
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(seeds * choice.target("plain"));
      const { value, critical } = chiSquare(counts, seeds);
      expect(value).toBeLessThan(critical);
      const target = choice.plan.targets.get(choice.table("plain"));
      if (!target || !last) throw new Error("nothing was chosen");
      expect(tableReasons(target, last, 5)).toEqual(["5 drawn, every row as probable as any other"]);
    } finally {
      await choice.close();
    }
  });
});

describe("a table that is drawn by its parents", () => {
  const schema = `
    CREATE TABLE parents (id int PRIMARY KEY, filler text);
    CREATE TABLE children (id int PRIMARY KEY, parent_id int REFERENCES parents, filler text);
    INSERT INTO parents SELECT g, 'p' FROM generate_series(1, 400) g;
    INSERT INTO children SELECT g, CASE WHEN g <= 1200 THEN 1 + (g - 1) % 400 END, 'c' FROM generate_series(1, 1500) g;
    CREATE INDEX ON children (parent_id)`;

  test.each([
    ["in memory", 500, undefined],
    ["by the server", 400, "t.filler IS NOT NULL"],
  ])("gives every row the same chance, chosen %s", async (title, runs, where) => {
    const source = await database(`driven ${title}`, schema);
    const choice = await openChoice(source, { tables: where === undefined ? {} : { children: { where } } });
    try {
      const { byId, last } = await countChoices(choice, "children", runs);
      expect(last?.drivers.get(choice.table("children"))?.label).toBe("children.parent_id");
      const of = (from: number, to: number) =>
        [...byId].flatMap(([id, count]) => (id > from && id <= to ? [count] : []));
      // One child of every parent at a time: siblings come together, so that only these are independent.
      for (const first of [0, 400, 800]) {
        const { value, critical } = chiSquare(of(first, first + 400), runs);
        expect(value).toBeLessThan(critical);
      }
      const mean = (counts: number[]) => counts.reduce((sum, count) => sum + count, 0) / counts.length;
      expect(mean(of(400, 800)) / mean(of(0, 400))).toBeCloseTo(1, 1);
      expect(mean(of(1200, 1500)) / mean(of(0, 1200))).toBeGreaterThan(0.95);
      expect(mean(of(1200, 1500)) / mean(of(0, 1200))).toBeLessThan(1.05);
    } finally {
      await choice.close();
    }
  });
});

describe("a parent with very many children", () => {
  const families = (whale: number) => `
    CREATE TABLE parents (id int PRIMARY KEY);
    CREATE TABLE children (id int PRIMARY KEY, parent_id int NOT NULL REFERENCES parents);
    INSERT INTO parents SELECT g FROM generate_series(1, 1000) g;
    INSERT INTO children SELECT g, 2 + g % 999 FROM generate_series(1, 4995) g;
    INSERT INTO children SELECT 5000 + g, 1 FROM generate_series(1, ${whale}) g;
    CREATE INDEX ON children (parent_id)`;
  const tables = { parents: { include: "id = 1" } };

  test("never makes up more than a fifth of the sample", async () => {
    const source = await database("whale", families(1000));
    const choice = await openChoice(source, { tables });
    try {
      const ofWhale = new Set(
        (await choice.source.query<{ ctid: string }>("SELECT ctid::text FROM children WHERE parent_id = 1")).map(
          ({ ctid }) => ctid,
        ),
      );
      for (let seed = 1; seed <= 60; seed++) {
        const chosen = await choice.choose(seed);
        const rows = keptRows(chosen.keeper, choice.table("children"));
        expect(rows.length).toBeGreaterThan(0.9 * choice.target("children"));
        const share = rows.filter(({ ctid }) => ofWhale.has(ctid)).length / rows.length;
        expect(share).toBeLessThanOrEqual(0.2);
        expect(share).toBeGreaterThan(0.02);
        const target = choice.plan.targets.get(choice.table("children"));
        expect(target && tableReasons(target, chosen, 1).join()).toContain(
          "those with very many are under-represented",
        );
      }
    } finally {
      await choice.close();
    }
  });

  test("is capped by the server: the rows that are not wanted are not fetched", async () => {
    const source = await database("leviathan", families(60_000));
    const choice = await openChoice(source, { tables: { ...tables, children: { rows: 300 } } });
    try {
      let fetched = 0;
      const counting: typeof choice.source = {
        ...choice.source,
        withSession: (use) =>
          choice.source.withSession((client) => {
            const query = client.query.bind(client) as (...args: unknown[]) => Promise<{ rows: unknown[] }>;
            const counted = async (...args: unknown[]) => {
              const result = await query(...args);
              fetched += JSON.stringify(result.rows).length;
              return result;
            };
            return use(Object.assign(Object.create(client), { query: counted }));
          }),
      };
      const chosen = await choice.choose(1, counting);
      const rows = keptRows(chosen.keeper, choice.table("children"));
      expect(rows.length).toBe(300);
      expect(chosen.caps.get(choice.table("children"))).toBeLessThan(300);
      // Sixty thousand places alone would be several times as much.
      expect(fetched).toBeGreaterThan(1000);
      expect(fetched).toBeLessThan(300_000);
    } finally {
      await choice.close();
    }
  });
});
