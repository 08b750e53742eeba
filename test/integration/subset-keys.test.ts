/**
 * @module-tag postgres
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { openChoice } from "../support/choose-rows.ts";
import { keptRows } from "../support/kept-rows.ts";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";
import { createDatabase, sql } from "../support/sql.ts";

let server: TestPostgres;

beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());

/** Keys whose equal values are written differently, and ones that a number of the client cannot hold. */
const kinds: [name: string, setup: string, type: string, parent: string, child: string][] = [
  ["citext", "CREATE EXTENSION citext", "citext", "'Key ' || g", "upper('key ' || p)"],
  ["numeric", "", "numeric", "g::numeric", "(p || '.000')::numeric"],
  ["char", "", "char(12)", "'k' || g", "'k' || p || '  '"],
  [
    "collation",
    "CREATE COLLATION blind (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
    "text COLLATE blind",
    "'Schlüssel ' || g",
    "'SCHLÜSSEL ' || p",
  ],
  ["bigint", "", "bigint", "9007199254740993 + 2 * g", "9007199254740993 + 2 * p"],
  ["uuid", "", "uuid", "md5(g::text)::uuid", "md5(p::text)::uuid"],
  ["interval", "", "interval", "make_interval(days => g)", "make_interval(hours => 24 * p)"],
  ["text", "", "text", `'"quoted" {a,b} \\ ' || g`, `'"quoted" {a,b} \\ ' || p`],
];

test.each(kinds)(
  "keys of type %s are compared as the server compares them",
  async (name, setup, type, parent, child) => {
    const source = await createDatabase(server.connection, `keys ${name}`);
    // One child table is small, one has to be drawn by the server; of the parents likewise.
    const make = (suffix: string, rows: number, parents: number) => `
    CREATE TABLE parents_${suffix} (k ${type} PRIMARY KEY, n int);
    CREATE TABLE children_${suffix} (id int, parent ${type} NOT NULL REFERENCES parents_${suffix});
    INSERT INTO parents_${suffix} SELECT ${parent}, g FROM generate_series(1, ${parents}) g;
    INSERT INTO children_${suffix} SELECT g, ${child} FROM generate_series(1, ${rows}) g, LATERAL (SELECT 1 + g % ${parents} AS p) x;
    CREATE INDEX ON children_${suffix} (parent);`;
    await sql(source, `${setup}; ${make("small", 900, 300)} ${make("large", 9000, 5100)} ANALYZE`);
    const choice = await openChoice(source);
    try {
      const chosen = await choice.choose(5);
      const ctids = (table: string) => keptRows(chosen.keeper, choice.table(table)).map(({ ctid }) => ctid);
      for (const suffix of ["small", "large"]) {
        const children = ctids(`children_${suffix}`);
        expect(children.length).toBeGreaterThan(0.9 * choice.target(`children_${suffix}`));
        const [row] = await choice.source.query<{ orphans: number; found: number }>(
          `SELECT count(*)::int AS found, (count(*) FILTER (WHERE NOT EXISTS (SELECT FROM parents_${suffix} p
                WHERE p.k = c.parent AND p.ctid = ANY ($2::tid[]))))::int AS orphans
           FROM children_${suffix} c WHERE c.ctid = ANY ($1::tid[])`,
          [children, ctids(`parents_${suffix}`)],
        );
        expect(row).toEqual({ found: children.length, orphans: 0 });
      }
      expect(chosen.orphans.size).toBe(0);
    } finally {
      await choice.close();
    }
  },
);
