/**
 * @module-tag postgres
 * @module-tag postgres18
 */
import { beforeAll, describe, expect, test } from "vitest";
import { expectSame } from "../support/same-rows.ts";
import { sql } from "../support/sql.ts";
import { eachVersion, type MadeSubset } from "../support/subset-versions.ts";

/** hstore gets tables of its own: rows that come with it, and configuration that people have added. */
const extension = `
  CREATE EXTENSION hstore;
  CREATE TABLE systems (id int PRIMARY KEY, name text, ours bool NOT NULL DEFAULT false); CREATE SEQUENCE systems_number; CREATE TABLE internals (id int);
  INSERT INTO systems VALUES (1, 'comes with it'), (2, 'comes with it');
  ALTER EXTENSION hstore ADD TABLE systems; ALTER EXTENSION hstore ADD SEQUENCE systems_number; ALTER EXTENSION hstore ADD TABLE internals;
  SET allow_system_table_mods = on;
  UPDATE pg_extension SET extconfig = ARRAY['systems'::regclass, 'systems_number'::regclass], extcondition = ARRAY['WHERE ours', ''] WHERE extname = 'hstore';`;
const schema = `${extension}
  INSERT INTO systems VALUES (500, 'added by us', true), (501, 'and again', true);
  UPDATE systems SET name = 'changed in place' WHERE id = 2;
  SELECT setval('systems_number', 77);
  INSERT INTO internals SELECT generate_series(1, 1000);
  CREATE TABLE places (id int PRIMARY KEY, system int REFERENCES systems, tags hstore);
  INSERT INTO places SELECT g, 500 + g % 2, 'a=>1' FROM generate_series(1, 100) g;

  CREATE EXTENSION lo; CREATE TABLE files (id int PRIMARY KEY, body oid, other lo);
  INSERT INTO files SELECT g, lo_from_bytea(0, sha256(g::text::bytea)), NULL FROM generate_series(1, 50) g;
  UPDATE files SET other = lo_from_bytea(0, (SELECT string_agg(sha512(i::text::bytea), '') FROM generate_series(1, 20000) i)) WHERE id = 7;
  INSERT INTO files VALUES (1000, 999999, NULL);
  SELECT lo_from_bytea(4242, 'nobody refers to this');`;

eachVersion((versions) => {
  let made: MadeSubset;
  beforeAll(async () => {
    const source = await versions.makeSource(schema);
    const target = await versions.makeTarget();
    await sql(target, extension);
    made = await versions.subset(source, { target, tables: { files: { rows: 20, include: "id IN (7, 1000)" } } });
  });

  test("an extension's tables are not drawn from, and what was written into its configuration comes whole", async () => {
    expect(made.report.tables.map(({ name }) => name)).toEqual(["files", "places"]);
    expect(await sql(made.target, "SELECT id, name FROM systems ORDER BY 1")).toEqual([
      { id: 1, name: "comes with it" },
      { id: 2, name: "comes with it" },
      { id: 500, name: "added by us" },
      { id: 501, name: "and again" },
    ]);
    await expectSame(made.source, made.target, "SELECT last_value FROM systems_number");
    expect(await sql(made.target, "SELECT count(*)::int AS n FROM internals")).toEqual([{ n: 0 }]);
    expect(made.report.notes.join("\n")).toContain("table of an extension public.internals, public.systems");
  });

  test("large objects come with the rows that refer to them, byte for byte, and no others", async () => {
    const sums = `SELECT f.id, md5(lo_get(body)) AS body, md5(lo_get(other)) AS other FROM files f
      JOIN pg_largeobject_metadata m ON m.oid = f.body WHERE f.id IN (%) ORDER BY 1`;
    const ids = (await sql<{ id: number }>(made.target, "SELECT id FROM files")).map(({ id }) => id).join();
    await expectSame(made.source, made.target, sums.replace("%", ids));
    expect(
      await sql(made.target, "SELECT 1 AS there FROM files WHERE id = 7 AND length(lo_get(other)) = 1280000"),
    ).toHaveLength(1);
    const strays =
      "SELECT oid FROM pg_largeobject_metadata WHERE oid NOT IN (SELECT body FROM files UNION SELECT other FROM files WHERE other IS NOT NULL)";
    expect(await sql(made.target, strays)).toEqual([]);
  });

  test("large objects stay behind when there are masks, which cannot look into them", async () => {
    const target = await versions.makeTarget();
    await sql(target, extension);
    const { report } = await versions.subset(made.source, { target, transforms: { forColumn: () => undefined } });
    expect(report.notes.join("\n")).toContain("large objects: not copied, since masks cannot look into them");
    expect(await sql(target, "SELECT count(*)::int AS n FROM pg_largeobject_metadata")).toEqual([{ n: 0 }]);
  });

  test("a failure takes the large objects back with the rest", async () => {
    const target = await versions.makeTarget();
    await sql(target, extension);
    const { dumper } = await versions.request(made.source, { target });
    const broken = {
      ...dumper,
      dump: async (...args: Parameters<typeof dumper.dump>) => {
        const dumped = await dumper.dump(...args);
        return { ...dumped, postData: `${dumped.postData}SELECT 1 / 0;` };
      },
    };
    await expect(versions.subset(made.source, { target, dumper: broken })).rejects.toMatchObject({
      code: "schema-refused",
    });
    expect(await sql(target, "SELECT count(*)::int AS n FROM pg_largeobject_metadata")).toEqual([{ n: 0 }]);
  });

  describe("an extension that the target's server does not have", () => {
    test("is named before anything is read, with how to add it", async () => {
      const source =
        await versions.makeSource(`CREATE TABLE t (id int); CREATE EXTENSION citext; SET allow_system_table_mods = on;
        UPDATE pg_extension SET extname = 'postgis' WHERE extname = 'citext'`);
      const target = await versions.makeTarget();
      await expect(versions.subset(source, { target })).rejects.toMatchObject({
        code: "target-extensions",
        why: "it has no postgis",
        next: expect.stringContaining("snapshot.baseImage"),
      });
      expect(await sql(target, "SELECT 1 FROM pg_class WHERE relnamespace = 'public'::regnamespace")).toEqual([]);
    });
  });
});
