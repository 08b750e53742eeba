/**
 * @module-tag postgres
 * @module-tag postgres18
 */
import { beforeAll, expect, test } from "vitest";
import { expectSame } from "../support/same-rows.ts";
import { sql } from "../support/sql.ts";
import { eachVersion, type MadeSubset } from "../support/subset-versions.ts";

/** What stands around the rows. */
const schema = `
  CREATE TABLE items (id serial PRIMARY KEY, name text NOT NULL, touched text);
  INSERT INTO items (name) SELECT 'i' || g FROM generate_series(1, 50) g;

  -- Sequences of every kind: owned, alone, never called, downwards, wrapped, ahead of and behind its rows.
  CREATE SEQUENCE alone START 1000; SELECT nextval('alone'), nextval('alone');
  CREATE SEQUENCE never; CREATE SEQUENCE small AS smallint MAXVALUE 5 CYCLE; SELECT setval('small', 5), nextval('small');
  CREATE TABLE downwards (id int PRIMARY KEY); CREATE SEQUENCE down INCREMENT -1 MAXVALUE -1 OWNED BY downwards.id;
  INSERT INTO downwards SELECT nextval('down') FROM generate_series(1, 9);
  SELECT setval('items_id_seq', 5000);
  CREATE TABLE behind (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY); INSERT INTO behind OVERRIDING SYSTEM VALUE SELECT g FROM generate_series(100, 110) g;

  -- Triggers that would change rows, or refuse them.
  CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.touched := 'yes'; INSERT INTO audit VALUES (NEW.name); RETURN NEW; END $$;
  CREATE TABLE audit (what text);
  CREATE TRIGGER touch BEFORE INSERT OR UPDATE ON items FOR EACH ROW EXECUTE FUNCTION touch();
  CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused'; END $$;
  CREATE TRIGGER refuse BEFORE INSERT ON audit FOR EACH STATEMENT EXECUTE FUNCTION refuse();
  ALTER TABLE audit ENABLE ALWAYS TRIGGER refuse;

  -- Views on views, a rule, materialized views in the wrong order of names, one that cannot be filled, one that is not.
  CREATE VIEW v_items AS SELECT * FROM items; CREATE RULE "_ins" AS ON INSERT TO v_items DO INSTEAD INSERT INTO items VALUES (NEW.*);
  CREATE MATERIALIZED VIEW z_base AS SELECT count(*) AS n FROM items;
  CREATE MATERIALIZED VIEW a_above AS SELECT n * 2 AS n FROM z_base; CREATE UNIQUE INDEX ON a_above (n);
  CREATE MATERIALIZED VIEW not_filled AS SELECT 1 AS n WITH NO DATA;
  CREATE MATERIALIZED VIEW fails AS SELECT 1 / (current_database() LIKE 'source%')::int AS n;

  -- Constraints beyond keys, in several schemas, with functions that look at other tables.
  CREATE EXTENSION btree_gist;
  CREATE TABLE bookings (room int, during tsrange, EXCLUDE USING gist (room WITH =, during WITH &&));
  INSERT INTO bookings SELECT g, tsrange('2024-01-01'::timestamp + g * interval '1 day', '2024-01-01'::timestamp + (g + 1) * interval '1 day') FROM generate_series(1, 60) g;
  CREATE SCHEMA helper;
  CREATE TABLE helper.allowed (name text PRIMARY KEY);
  INSERT INTO helper.allowed SELECT 'z' || g FROM generate_series(1, 20) g;
  CREATE FUNCTION helper.is_allowed(text) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT EXISTS (SELECT FROM helper.allowed WHERE name = $1)';
  CREATE TABLE a_checked (id int PRIMARY KEY, name text CONSTRAINT must_be_allowed CHECK (helper.is_allowed(name)));
  INSERT INTO a_checked SELECT g, 'z' || g FROM generate_series(1, 20) g;

  CREATE UNLOGGED TABLE unlogged (id int); INSERT INTO unlogged SELECT generate_series(1, 30);
  CREATE TABLE never_analysed (id int, pad text); INSERT INTO never_analysed SELECT g, repeat('x', 500) FROM generate_series(1, 9000) g;
  CREATE TABLE was_bigger (id int); INSERT INTO was_bigger SELECT generate_series(1, 200000);
  ANALYZE was_bigger; DELETE FROM was_bigger WHERE id % 20 > 0;
  CREATE TABLE was_empty (id int); ANALYZE was_empty; INSERT INTO was_empty SELECT generate_series(1, 100);
`;

eachVersion((versions) => {
  let made: MadeSubset;
  beforeAll(async () => {
    made = await versions.subset(await versions.makeSource(schema));
  });
  const reported = (table: string) => made.report.tables.find(({ name }) => name === table);

  test("sequences stand where the source's stand", async () => {
    const names = ["items_id_seq", "alone", "never", "small", "down", "behind_id_seq"];
    await expectSame(
      made.source,
      made.target,
      names.map((name) => `SELECT '${name}' AS name, last_value, is_called FROM ${name}`).join(" UNION ALL "),
    );
    await expectSame(
      made.source,
      made.target,
      "SELECT sequencename, data_type, start_value, min_value, max_value, increment_by, cycle FROM pg_sequences ORDER BY 1",
    );
  });

  test("no trigger runs while rows are loaded, and all are there afterwards", async () => {
    await expectSame(made.source, made.target, "SELECT * FROM items ORDER BY id");
    await expectSame(
      made.source,
      made.target,
      "SELECT tgname, tgenabled, pg_get_triggerdef(oid) AS sql FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1",
    );
    await expect(sql(made.target, "INSERT INTO audit VALUES ('x')")).rejects.toThrow("refused");
  });

  test("views are views, and materialized ones are filled in the order in which they need each other", async () => {
    expect(made.report.tables.map(({ name }) => name)).not.toContain("v_items");
    await expectSame(
      made.source,
      made.target,
      "SELECT (SELECT n FROM z_base) AS base, (SELECT n FROM a_above) AS above",
    );
    await expectSame(
      made.source,
      made.target,
      "SELECT matviewname, ispopulated FROM pg_matviews WHERE matviewname <> 'fails' ORDER BY 1",
    );
    await expectSame(made.source, made.target, "SELECT viewname FROM pg_views WHERE schemaname = 'public' ORDER BY 1");
  });

  test("exclusions and checks that look at other tables hold over the loaded rows", async () => {
    const constraints =
      "SELECT conname, convalidated, pg_get_constraintdef(oid) AS sql FROM pg_constraint WHERE contype IN ('x', 'c') AND connamespace <> 'information_schema'::regnamespace AND conrelid <> 0 ORDER BY 1";
    await expectSame(made.source, made.target, constraints);
    await expectSame(
      made.source,
      made.target,
      "SELECT (SELECT count(*) FROM a_checked) AS checked, (SELECT count(*) FROM bookings) AS bookings",
    );
  });

  test("row counts are true without statistics and with stale ones", () => {
    expect(reported("never_analysed")?.sourceRows).toBeGreaterThan(8000);
    expect(reported("never_analysed")?.sourceRows).toBeLessThan(10000);
    expect(reported("was_bigger")?.sourceRows).toBeGreaterThan(8000);
    expect(reported("was_bigger")?.sourceRows).toBeLessThan(12000);
    expect(reported("was_empty")?.sourceRows).toBe(100);
  });
});
