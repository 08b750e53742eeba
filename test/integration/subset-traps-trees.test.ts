/**
 * @module-tag postgres
 * @module-tag postgres18
 */
import { beforeAll, expect, test } from "vitest";
import { defaultCurve } from "../../agent/subset/curve.ts";
import { sql } from "../support/sql.ts";
import { eachVersion, type MadeSubset } from "../support/subset-versions.ts";

/** Partition trees and inheritance. Nothing is ever analysed, so that the catalogue knows no row count at all. */
const schema = `
  CREATE TABLE owners (id int PRIMARY KEY);
  INSERT INTO owners SELECT generate_series(1, 800);
  CREATE TABLE events (at date NOT NULL, id int NOT NULL, kind text, owner int REFERENCES owners, witness int, parent_at date, parent_id int, PRIMARY KEY (at, id),
    FOREIGN KEY (parent_at, parent_id) REFERENCES events) PARTITION BY RANGE (at);
  CREATE TABLE events_23 PARTITION OF events FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
  CREATE TABLE events_24 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') PARTITION BY HASH (id);
  CREATE TABLE events_24_a PARTITION OF events_24 FOR VALUES WITH (MODULUS 2, REMAINDER 0);
  CREATE TABLE events_24_b PARTITION OF events_24 FOR VALUES WITH (MODULUS 2, REMAINDER 1);
  -- A partition that was a table first: its columns have other places.
  CREATE TABLE events_25 (dropped int, owner int, witness int, parent_id int, parent_at date, kind text, id int NOT NULL, at date NOT NULL);
  ALTER TABLE events_25 DROP COLUMN dropped;
  ALTER TABLE events ATTACH PARTITION events_25 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
  CREATE TABLE events_empty PARTITION OF events FOR VALUES FROM ('2030-01-01') TO ('2031-01-01');
  INSERT INTO events (at, id, kind, owner, witness) SELECT date '2023-01-01' + (g % 3) * 366, g, CASE WHEN g % 2 = 0 THEN 'a' ELSE 'b' END, 1 + g % 800, 1 + g * 7 % 800 FROM generate_series(1, 6000) g;
  UPDATE events SET parent_at = p.at, parent_id = p.id FROM events p WHERE p.id = events.id / 5 AND events.id % 4 = 0;
  -- Keys to the tree, to one of its partitions, to one that has partitions itself, and of such ones only.
  CREATE TABLE notes (id int PRIMARY KEY, at date, event int, FOREIGN KEY (at, event) REFERENCES events);
  INSERT INTO notes SELECT id, at, id FROM events WHERE id % 4 = 1;
  CREATE UNIQUE INDEX ON events_25 (id);
  CREATE TABLE only_25 (id int PRIMARY KEY, event int REFERENCES events_25 (id));
  INSERT INTO only_25 SELECT id, id FROM events_25 WHERE id % 2 = 0;
  CREATE UNIQUE INDEX ON events_24 (id);
  CREATE TABLE only_24 (id int PRIMARY KEY, event int REFERENCES events_24 (id));
  INSERT INTO only_24 SELECT id, id FROM events_24 WHERE id % 2 = 0;
  ALTER TABLE events_24 ADD CONSTRAINT branch_only FOREIGN KEY (witness) REFERENCES owners (id);
  ALTER TABLE events_23 ADD CONSTRAINT leaf_only FOREIGN KEY (owner) REFERENCES owners (id);

  CREATE TABLE vehicles (id int PRIMARY KEY, wheels int);
  CREATE TABLE cars (doors int) INHERITS (vehicles);
  CREATE TABLE taxis (licence text, owner int REFERENCES owners) INHERITS (cars);
  INSERT INTO vehicles SELECT g, 2 FROM generate_series(1, 1000) g;
  INSERT INTO cars SELECT g, 4, 5 FROM generate_series(2001, 3000) g;
  INSERT INTO taxis SELECT g, 4, 5, 'l' || g, 1 + g % 800 FROM generate_series(4001, 5000) g;
`;

eachVersion((versions) => {
  let made: MadeSubset;
  beforeAll(async () => {
    made = await versions.subset(await versions.makeSource(schema), { curve: defaultCurve });
  });
  const reported = (table: string) => made.report.tables.find(({ name }) => name === table);
  const number = async (query: string) => Number((await sql<{ n: string }>(made.target, query))[0]?.n);

  test("a partition tree is one table, with one count and one target", async () => {
    expect(made.report.tables.map(({ name }) => name).filter((name) => name.startsWith("events"))).toEqual(["events"]);
    expect(reported("events")).toMatchObject({ sourceRows: 6000 });
    expect(await number("SELECT count(*) AS n FROM events")).toBe(reported("events")?.rows);
    expect(reported("events")?.rows).toBeLessThan(1500);
  });

  test("rows of different partitions with the same place are different rows, and every one is its own", async () => {
    const rows = await sql<{ text: string }>(
      made.target,
      "SELECT tableoid::regclass::text || e::text AS text FROM events e",
    );
    expect(new Set(rows.map(({ text }) => text.split("(")[0]))).toEqual(
      new Set(["events_23", "events_24_a", "events_24_b", "events_25"]),
    );
    const all = await sql<{ text: string }>(
      made.source,
      "SELECT tableoid::regclass::text || e::text AS text FROM events e",
    );
    const known = new Set(all.map(({ text }) => text));
    expect(rows.filter(({ text }) => !known.has(text))).toEqual([]);
    const places = "SELECT count(*) - count(DISTINCT ctid) AS n FROM events";
    expect(await number(places)).toBeGreaterThan(0);
  });

  test("keys of, to and between partitions hold and are the source's own", async () => {
    expect(
      await number(`SELECT (SELECT count(*) FROM notes c WHERE NOT EXISTS (SELECT FROM events p WHERE (p.at, p.id) = (c.at, c.event)))
        + (SELECT count(*) FROM only_25 c WHERE NOT EXISTS (SELECT FROM events_25 p WHERE p.id = c.event))
        + (SELECT count(*) FROM only_24 c WHERE NOT EXISTS (SELECT FROM events_24 p WHERE p.id = c.event))
        + (SELECT count(*) FROM events_24 c WHERE NOT EXISTS (SELECT FROM owners p WHERE p.id = c.witness))
        + (SELECT count(*) FROM events c WHERE parent_id IS NOT NULL AND NOT EXISTS (SELECT FROM events p WHERE (p.at, p.id) = (c.parent_at, c.parent_id)))
        + (SELECT count(*) FROM events c WHERE NOT EXISTS (SELECT FROM owners p WHERE p.id = c.owner)) AS n`),
    ).toBe(0);
    const keys = `SELECT conrelid::regclass::text AS table, confrelid::regclass::text AS parent, conparentid <> 0 AS of_tree, convalidated, pg_get_constraintdef(oid) AS sql
      FROM pg_constraint WHERE contype IN ('f', 'p') AND connamespace = 'public'::regnamespace ORDER BY 1, 2, 3, 5`;
    expect(await sql(made.target, keys)).toEqual(await sql(made.source, keys));
  });

  test("an inheriting table's rows come once", async () => {
    for (const table of ["vehicles", "cars", "taxis"]) {
      expect(reported(table)).toMatchObject({ sourceRows: 1000 });
      expect(await number(`SELECT count(*) AS n FROM ONLY ${table}`)).toBe(reported(table)?.rows);
    }
    expect(await number("SELECT count(*) - count(DISTINCT id) AS n FROM vehicles")).toBe(0);
    expect(
      await number("SELECT count(*) AS n FROM taxis c WHERE NOT EXISTS (SELECT FROM owners p WHERE p.id = c.owner)"),
    ).toBe(0);
    const parents =
      "SELECT inhrelid::regclass::text AS child, inhparent::regclass::text AS parent FROM pg_inherits JOIN pg_class ON oid = inhrelid WHERE relkind = 'r' ORDER BY 1";
    expect(await sql(made.target, parents)).toEqual(await sql(made.source, parents));
  });
});
