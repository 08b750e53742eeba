/**
 * @module-tag postgres
 * @module-tag postgres18
 */
import { beforeAll, expect, test } from "vitest";
import { defaultCurve } from "../../agent/subset/curve.ts";
import { sql } from "../support/sql.ts";
import { eachVersion, type MadeSubset } from "../support/subset-versions.ts";

/** Rows that refer to nothing, under keys that claim to be valid, and under one that does not. */
const schema = `
  CREATE TABLE parents (id int PRIMARY KEY);
  INSERT INTO parents SELECT generate_series(1, 2000);
  CREATE TABLE kinds (id int PRIMARY KEY);
  INSERT INTO kinds SELECT generate_series(1, 2);
  CREATE TABLE children (id int PRIMARY KEY, parent_id int CONSTRAINT "to; ""parent""" REFERENCES parents, kind_id int CONSTRAINT to_kind REFERENCES kinds, fine int CONSTRAINT to_fine REFERENCES parents);
  CREATE TABLE parts (id int, parent_id int, kind_id int, PRIMARY KEY (id), CONSTRAINT part_parent FOREIGN KEY (parent_id) REFERENCES parents) PARTITION BY RANGE (id);
  CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (700);
  CREATE TABLE parts_2 PARTITION OF parts FOR VALUES FROM (700) TO (2000);
  ALTER TABLE parts_2 ADD CONSTRAINT part_kind FOREIGN KEY (kind_id) REFERENCES kinds;
  CREATE TABLE "Odd"";Children" (id int PRIMARY KEY, parent_id int);
  INSERT INTO "Odd"";Children" SELECT g, g * 3 FROM generate_series(1, 1200) g;
  ALTER TABLE "Odd"";Children" ADD CONSTRAINT not_valid FOREIGN KEY (parent_id) REFERENCES parents NOT VALID;
  CREATE TABLE seats (hall int, row int, PRIMARY KEY (hall, row)); INSERT INTO seats SELECT g / 40, g % 40 FROM generate_series(1, 1500) g;
  CREATE TABLE full_guests (id int PRIMARY KEY, hall int, row int, CONSTRAINT full_seat FOREIGN KEY (hall, row) REFERENCES seats MATCH FULL);
  CREATE TABLE simple_guests (id int PRIMARY KEY, hall int, row int, CONSTRAINT simple_seat FOREIGN KEY (hall, row) REFERENCES seats);
  SET session_replication_role = replica;
  -- Half a key, which breaks MATCH FULL and nothing else.
  INSERT INTO full_guests SELECT g, CASE WHEN g % 3 > 0 THEN g / 40 END, CASE WHEN g % 3 <> 1 THEN g % 40 END FROM generate_series(1, 1500) g;
  INSERT INTO simple_guests TABLE full_guests;
  INSERT INTO children SELECT g, CASE WHEN g % 4 = 0 THEN -g ELSE g END, g % 3, g FROM generate_series(1, 1500) g;
  INSERT INTO parts SELECT g, CASE WHEN g % 4 = 0 THEN -g ELSE g END, g % 3 FROM generate_series(1, 1500) g;
`;

eachVersion((versions) => {
  let made: MadeSubset;
  beforeAll(async () => {
    made = await versions.subset(await versions.makeSource(schema), { curve: defaultCurve, tables: { kinds: "all" } });
  });

  test("orphans of the source are copied as they are, and none is added", async () => {
    const strays = `SELECT (SELECT count(*) FROM children WHERE parent_id < 0)::int AS children, (SELECT count(*) FROM children WHERE kind_id = 0)::int AS kinds,
      (SELECT count(*) FROM parts WHERE parent_id < 0)::int AS parts, (SELECT count(*) FROM "Odd"";Children" WHERE parent_id > 2000)::int AS odd,
      (SELECT count(*) FROM children c WHERE parent_id > 0 AND NOT EXISTS (SELECT FROM parents WHERE id = c.parent_id))::int AS broken`;
    const [row] = await sql<Record<string, number>>(made.target, strays);
    expect(row).toEqual({
      children: expect.toSatisfy((n: number) => n > 0),
      kinds: expect.toSatisfy((n: number) => n > 0),
      parts: expect.toSatisfy((n: number) => n > 0),
      odd: expect.toSatisfy((n: number) => n > 0),
      broken: 0,
    });
  });

  test("only the keys that the source breaks are not valid, and the report names them", async () => {
    const keys = await sql(
      made.target,
      `SELECT conname, conrelid::regclass::text AS table, convalidated FROM pg_constraint WHERE contype = 'f' ORDER BY 1, 2`,
    );
    expect(keys).toEqual([
      { conname: "full_seat", table: "full_guests", convalidated: false },
      { conname: "not_valid", table: '"Odd"";Children"', convalidated: false },
      { conname: "part_kind", table: "parts_2", convalidated: false },
      { conname: "part_parent", table: "parts_1", convalidated: false },
      { conname: "part_parent", table: "parts_2", convalidated: false },
      { conname: "simple_seat", table: "simple_guests", convalidated: true },
      { conname: 'to; "parent"', table: "children", convalidated: false },
      { conname: "to_fine", table: "children", convalidated: true },
      { conname: "to_kind", table: "children", convalidated: false },
    ]);
    expect(made.report.notes.filter((note) => note.includes("NOT VALID here"))).toHaveLength(5);
    expect(made.report.notes.join("\n")).toContain("to_kind (children.kind_id)");
    const reasons = made.report.tables.find(({ name }) => name === 'Odd";Children')?.because.join();
    expect(reasons).toContain("refer to nothing in the source either");
  });

  test("however many keys are refused, what makes them is run twice", async () => {
    const { target } = await versions.subset(made.source, { curve: defaultCurve, tables: { kinds: "all" } });
    const state = `SELECT numbackends AS sessions, xact_rollback::int AS refused FROM pg_stat_database WHERE datname = '${target.database}'`;
    // A session's numbers are there when it has ended.
    await expect.poll(() => sql(versions.to.connection, state)).toEqual([{ sessions: 0, refused: expect.any(Number) }]);
    expect(await sql(versions.to.connection, state)).toEqual([{ sessions: 0, refused: 1 }]);
  });

  test("the keys hold for what is written from then on", async () => {
    const insert = "INSERT INTO parts VALUES (1999, -5)";
    await expect(sql(made.target, insert)).rejects.toMatchObject({ code: "23503" });
  });
});
