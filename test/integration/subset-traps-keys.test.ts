/**
 * @module-tag postgres
 * @module-tag postgres18
 */
import { beforeAll, expect, test } from "vitest";
import { defaultCurve } from "../../agent/subset/curve.ts";
import { sql } from "../support/sql.ts";
import { eachVersion, type MadeSubset } from "../support/subset-versions.ts";

/** Whatever a key can look like, with enough rows that most of them are left behind. */
const schema = `
  -- The key's columns are neither in the order of the table's nor of the same names, and no column is by chance the right one.
  CREATE TABLE shelves (room int, note text, hall int, level int, PRIMARY KEY (hall, room, level));
  INSERT INTO shelves SELECT r, 'n', h, l FROM generate_series(1, 10) h, generate_series(1, 20) r, generate_series(1, 5) l;
  CREATE TABLE boxes (id int PRIMARY KEY, lvl int, hal int, roo int, FOREIGN KEY (roo, hal, lvl) REFERENCES shelves (room, hall, level));
  INSERT INTO boxes SELECT g, 1 + g % 5, 1 + g % 10, 1 + g % 20 FROM generate_series(1, 3000) g;

  -- A cycle of three in which nothing may be NULL, its constraints of every kind of deferrable.
  CREATE TABLE a (id int PRIMARY KEY, b_id int NOT NULL);
  CREATE TABLE b (id int PRIMARY KEY, c_id int NOT NULL);
  CREATE TABLE c (id int PRIMARY KEY, a_id int NOT NULL);
  INSERT INTO a SELECT g, 1 + g * 7 % 900 FROM generate_series(1, 900) g;
  INSERT INTO b SELECT g, 1 + g * 11 % 900 FROM generate_series(1, 900) g;
  INSERT INTO c SELECT g, 1 + g * 13 % 900 FROM generate_series(1, 900) g;
  ALTER TABLE a ADD CONSTRAINT a_deferred FOREIGN KEY (b_id) REFERENCES b DEFERRABLE INITIALLY DEFERRED;
  ALTER TABLE b ADD CONSTRAINT b_deferrable FOREIGN KEY (c_id) REFERENCES c DEFERRABLE;
  ALTER TABLE c ADD CONSTRAINT c_plain FOREIGN KEY (a_id) REFERENCES a ON DELETE CASCADE;

  -- A chain of twelve generations, and one that may not be NULL (the root is its own parent).
  CREATE TABLE people (id int PRIMARY KEY, parent int REFERENCES people, guardian int NOT NULL REFERENCES people);
  INSERT INTO people SELECT g, nullif(g / 2, 0), greatest(1, g / 3) FROM generate_series(1, 4000) g;

  -- To a UNIQUE that may be NULL, not to the primary key.
  CREATE TABLE countries (id int PRIMARY KEY, code text UNIQUE, other text);
  INSERT INTO countries SELECT g, CASE WHEN g % 5 > 0 THEN 'C' || g END FROM generate_series(1, 500) g;
  CREATE TABLE towns (id int PRIMARY KEY, country_code text REFERENCES countries (code));
  INSERT INTO towns SELECT g, CASE WHEN g % 4 > 0 THEN 'C' || (1 + g % 4 + 5 * (g % 100)) END FROM generate_series(1, 2000) g;

  -- Half a key is none under MATCH SIMPLE and forbidden under MATCH FULL.
  CREATE TABLE simple (id int PRIMARY KEY, h int, r int, l int, FOREIGN KEY (h, r, l) REFERENCES shelves (hall, room, level));
  INSERT INTO simple SELECT g, CASE WHEN g % 3 > 0 THEN 1 + g % 10 ELSE 77 END, CASE WHEN g % 3 > 0 THEN 1 + g % 20 END, 1 + g % 5 FROM generate_series(1, 2000) g;
  CREATE TABLE fully (id int PRIMARY KEY, h int, r int, l int, FOREIGN KEY (h, r, l) REFERENCES shelves (hall, room, level) MATCH FULL);
  INSERT INTO fully SELECT g, CASE WHEN g % 3 > 0 THEN 1 + g % 10 END, CASE WHEN g % 3 > 0 THEN 1 + g % 20 END, CASE WHEN g % 3 > 0 THEN 1 + g % 5 END FROM generate_series(1, 2000) g;

  -- No key at all, and rows that are all alike.
  CREATE TABLE twins (who int REFERENCES people, what text);
  INSERT INTO twins SELECT 4000, 'same' FROM generate_series(1, 1500) g;
`;

const orphans = `
  SELECT (SELECT count(*) FROM boxes c WHERE NOT EXISTS (SELECT FROM shelves p WHERE (p.room, p.hall, p.level) = (c.roo, c.hal, c.lvl)))::int AS boxes,
    (SELECT count(*) FROM a c WHERE NOT EXISTS (SELECT FROM b p WHERE p.id = c.b_id))::int AS a,
    (SELECT count(*) FROM b c WHERE NOT EXISTS (SELECT FROM c p WHERE p.id = c.c_id))::int AS b,
    (SELECT count(*) FROM c c WHERE NOT EXISTS (SELECT FROM a p WHERE p.id = c.a_id))::int AS c,
    (SELECT count(*) FROM people c WHERE parent IS NOT NULL AND NOT EXISTS (SELECT FROM people p WHERE p.id = c.parent))::int AS parents,
    (SELECT count(*) FROM people c WHERE NOT EXISTS (SELECT FROM people p WHERE p.id = c.guardian))::int AS guardians,
    (SELECT count(*) FROM towns c WHERE country_code IS NOT NULL AND NOT EXISTS (SELECT FROM countries p WHERE p.code = c.country_code))::int AS towns,
    (SELECT count(*) FROM simple c WHERE num_nulls(h, r, l) = 0 AND NOT EXISTS (SELECT FROM shelves p WHERE (p.hall, p.room, p.level) = (c.h, c.r, c.l)))::int AS simple,
    (SELECT count(*) FROM fully c WHERE num_nulls(h, r, l) = 0 AND NOT EXISTS (SELECT FROM shelves p WHERE (p.hall, p.room, p.level) = (c.h, c.r, c.l)))::int AS fully,
    (SELECT count(*) FROM twins c WHERE NOT EXISTS (SELECT FROM people p WHERE p.id = c.who))::int AS twins`;
const noOrphans = { boxes: 0, a: 0, b: 0, c: 0, parents: 0, guardians: 0, towns: 0, simple: 0, fully: 0, twins: 0 };

eachVersion((versions) => {
  let made: MadeSubset;
  beforeAll(async () => {
    made = await versions.subset(await versions.makeSource(schema), { curve: defaultCurve });
  });
  const rows = async (table: string) =>
    (await sql<{ n: number }>(made.target, `SELECT count(*)::int AS n FROM ${table}`))[0]?.n;
  const reported = (table: string) => made.report.tables.find(({ name }) => name === table);

  test("every reference finds its row, and no table is whole by accident", async () => {
    expect(await sql(made.target, orphans)).toEqual([noOrphans]);
    for (const table of ["boxes", "people", "countries", "simple", "fully", "twins", "shelves"]) {
      expect(await rows(table), table).toBe(reported(table)?.rows);
      expect(reported(table)?.rows, table).toBeGreaterThan(0);
      expect(reported(table)?.rows, table).toBeLessThan(reported(table)?.sourceRows ?? 0);
    }
  });

  test("constraints are the source's own, deferrable as they were, all validated", async () => {
    const constraints = `SELECT conname, condeferrable, condeferred, convalidated, confmatchtype, confdeltype, pg_get_constraintdef(oid) AS definition
      FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace ORDER BY 1`;
    expect(await sql(made.target, constraints)).toEqual(await sql(made.source, constraints));
  });

  test("half a key is no reference, and rows with one are drawn like others", async () => {
    const halves = "SELECT count(*)::int AS n FROM simple WHERE h = 77";
    expect((await sql<{ n: number }>(made.target, halves))[0]?.n).toBeGreaterThan(10);
    expect(
      (await sql<{ n: number }>(made.target, "SELECT count(*)::int AS n FROM fully WHERE h IS NULL"))[0]?.n,
    ).toBeGreaterThan(10);
    expect(made.report.tables.flatMap(({ because }) => because).join()).not.toContain("refer to nothing");
  });

  test("rows that nothing tells apart are drawn one by one", async () => {
    expect(await rows("twins")).toBe(reported("twins")?.targetRows);
  });
});
