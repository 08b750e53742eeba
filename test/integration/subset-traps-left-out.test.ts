/**
 * @module-tag postgres
 * @module-tag postgres18
 */
import { beforeAll, describe, expect, test } from "vitest";
import { openClient } from "../../agent/database/client.ts";
import type { SchemaDumper } from "../../agent/database/schema-dumper.ts";
import { defaultCurve } from "../../agent/subset/curve.ts";
import { planSubset } from "../../agent/subset/dry-run.ts";
import { subset } from "../../agent/subset/subset.ts";
import { unwatched } from "../../agent/work.ts";
import { sql } from "../support/sql.ts";
import { eachVersion, type MadeSubset } from "../support/subset-versions.ts";

/** What reaches out of the database, or acts by itself. */
const schema = `
  CREATE TABLE items (id int PRIMARY KEY); INSERT INTO items SELECT generate_series(1, 20);
  CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'an event trigger ran'; END $$;
  CREATE PUBLICATION everything FOR ALL TABLES;
  CREATE SUBSCRIPTION inbound CONNECTION 'host=production password=hunter2' PUBLICATION x WITH (connect = false);
  CREATE MATERIALIZED VIEW totals AS SELECT count(*) AS n FROM items;
  -- A function in an index that finds another by the search path which only this database has.
  CREATE SCHEMA arithmetic; CREATE FUNCTION arithmetic.half(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 / 2';
  DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = public, arithmetic', current_database()); END $$;
  SET search_path = public, arithmetic;
  CREATE FUNCTION quarter(int) RETURNS int LANGUAGE plpgsql IMMUTABLE -- path
    AS $$ BEGIN RETURN half(half($1)); END $$;
  CREATE INDEX by_quarter ON items (quarter(id));
  CREATE EVENT TRIGGER watch ON ddl_command_start EXECUTE FUNCTION watch();
  CREATE EVENT TRIGGER watch_always ON sql_drop WHEN TAG IN ('DROP TABLE', 'DROP VIEW') EXECUTE FUNCTION watch();
  ALTER EVENT TRIGGER watch_always ENABLE ALWAYS;`;

const remote = `
  CREATE TABLE items (id int PRIMARY KEY); INSERT INTO items SELECT generate_series(1, 20);
  CREATE EXTENSION file_fdw; CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
  CREATE USER MAPPING FOR postgres SERVER files;
  CREATE FOREIGN TABLE lines (line text) SERVER files OPTIONS (filename '/nowhere/at/all');`;

eachVersion((versions) => {
  describe("what acts by itself", () => {
    let made: MadeSubset;
    beforeAll(async () => {
      // From 17 on an index is made without a search path, so that the function must bring its own.
      const path = versions.only18 || versions.upgrade ? "SET search_path = public, arithmetic" : "";
      made = await versions.subset(await versions.makeSource(schema.replace("-- path", path)));
    });

    test("event triggers are there, but off, and did not run", async () => {
      expect(await sql(made.target, "SELECT evtname, evtenabled, evttags FROM pg_event_trigger ORDER BY 1")).toEqual([
        { evtname: "watch", evtenabled: "D", evttags: null },
        { evtname: "watch_always", evtenabled: "D", evttags: ["DROP TABLE", "DROP VIEW"] },
      ]);
      expect(await sql(made.target, "SELECT n::int FROM totals")).toEqual([{ n: 20 }]);
      expect(made.report.notes).toContain("event trigger watch, watch_always: created, but disabled");
    });

    test("publications and subscriptions are not there, and no password is", async () => {
      expect(
        await sql(
          made.target,
          "SELECT (SELECT count(*) FROM pg_publication)::int + (SELECT count(*) FROM pg_subscription JOIN pg_database d ON d.oid = subdbid WHERE datname = current_database())::int AS n",
        ),
      ).toEqual([{ n: 0 }]);
      expect(made.report.notes).toContain("publication everything: not copied");
      expect(made.report.notes.join("\n")).toContain("subscription inbound: not copied");
      expect(JSON.stringify(made.report) + made.log).not.toContain("hunter2");
    });

    test("an index whose function needs the search path is made under the one that it has in the source", async () => {
      expect(
        await sql(made.target, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'by_quarter'::regclass"),
      ).toEqual([{ indisvalid: true }]);
    });
  });

  test("foreign tables are schema only and never asked for rows; without pg_dump they are refused by name", async () => {
    const source = await versions.makeSource(remote);
    if (versions.only18) {
      await expect(versions.subset(source)).rejects.toMatchObject({
        code: "schema-inexpressible",
        where: expect.stringContaining("foreign table public.lines"),
      });
      return;
    }
    const { report, target } = await versions.subset(source);
    expect(report.tables.map(({ name }) => name)).toEqual(["items"]);
    expect(await sql(target, "SELECT relname FROM pg_class WHERE relkind = 'f'")).toEqual([{ relname: "lines" }]);
    expect(await sql(target, "SELECT 1 FROM pg_user_mappings")).toEqual([]);
    expect(report.notes).toContain("foreign table public.lines: its rows are another server's: schema only");
    expect(report.notes.join("\n")).toContain("user mapping files of postgres");
  });

  test("a partition that is a foreign table is refused by name before another server is asked for its rows", async () => {
    const source = await versions.makeSource(
      `CREATE EXTENSION file_fdw; CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
       CREATE TABLE lines (id int, line text) PARTITION BY RANGE (id);
       CREATE TABLE recent PARTITION OF lines FOR VALUES FROM (1000) TO (2000);
       INSERT INTO lines SELECT g, 'l' FROM generate_series(1000, 1999) g;
       CREATE FOREIGN TABLE archived PARTITION OF lines FOR VALUES FROM (0) TO (1000)
         SERVER files OPTIONS (filename '/nowhere/at/all')`,
    );
    const refused = { code: "source-foreign-partition", where: "public.archived of lines" };
    const request = await versions.request(source, { curve: defaultCurve });
    await expect(planSubset(request, unwatched())).rejects.toMatchObject(refused);
    // Without pg_dump it depends on which is read first.
    if (!versions.only18) await expect(subset(request, unwatched())).rejects.toMatchObject(refused);
  });

  test("other sessions' temporary tables are left alone, and named", async () => {
    const source = await versions.makeSource("CREATE TABLE items (id int)");
    const other = await openClient(source);
    try {
      await other.query("CREATE TEMPORARY TABLE passing AS SELECT 1 AS id");
      const { report } = await versions.subset(source);
      expect(report.tables.map(({ name }) => name)).toEqual(["items"]);
      expect(report.notes).toContain("temporary table passing: it is another session's: not copied");
    } finally {
      await other.end();
    }
  });

  test("a collation that the target's server does not know is named", async () => {
    const source = await versions.makeSource("CREATE TABLE items (id int, name text)");
    const { dumper } = await versions.request(source);
    const foreign = changed(dumper, (dump) => dump.replace("name text", 'name text COLLATE "xx-x-nowhere"'));
    await expect(versions.subset(source, { dumper: foreign })).rejects.toMatchObject({
      code: "schema-refused",
      why: expect.stringContaining('collation "xx-x-nowhere"'),
      next: expect.stringContaining("Install that locale"),
    });
  });

  test("a source in another encoding arrives in the target's", async () => {
    const latin = await versions.makeLatinSource(
      "CREATE TABLE items (id int, name text); INSERT INTO items VALUES (1, 'Zoë'), (2, U&'\\00df')",
    );
    const { target } = await versions.subset(latin);
    expect(await sql(target, "SELECT name FROM items ORDER BY id")).toEqual([{ name: "Zoë" }, { name: "ß" }]);
  });

  describe("nothing is called done", () => {
    const source = () =>
      versions.makeSource(`CREATE TABLE parents (id int PRIMARY KEY); CREATE TABLE children (id int PRIMARY KEY, parent int REFERENCES parents);
        INSERT INTO parents SELECT generate_series(1, 50); INSERT INTO children SELECT g, 1 + g % 50 FROM generate_series(1, 80) g;`);
    const rules = { tables: { children: 20, parents: 5 } };

    test("when chosen rows did not arrive", async () => {
      const from = await source();
      const { dumper } = await versions.request(from);
      const swallowing = changed(dumper, (dump, section) =>
        section === "pre-data"
          ? `${dump} CREATE FUNCTION public.no() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN CASE WHEN NEW.id % 2 = 0 THEN NEW END; END';
             CREATE TRIGGER no BEFORE INSERT ON public.children FOR EACH ROW EXECUTE FUNCTION public.no();`
          : dump,
      );
      const target = await versions.makeTarget();
      await expect(versions.subset(from, { ...rules, target, dumper: swallowing })).rejects.toMatchObject({
        code: "subset-broken",
        where: "public.children",
      });
      expect(await sql(target, "SELECT 1 FROM pg_class WHERE relnamespace = 'public'::regnamespace")).toEqual([]);
    });

    test("when a reference is broken that the source keeps, constraint or none", async () => {
      const from = await source();
      const { dumper } = await versions.request(from);
      const withoutKey = changed(dumper, (dump, section) =>
        section === "post-data"
          ? `${dump.replace(/ALTER TABLE ONLY public\.children\s+ADD CONSTRAINT \w+ FOREIGN KEY [^;]*;/, "")} DELETE FROM public.parents;`
          : dump,
      );
      await expect(versions.subset(from, { ...rules, dumper: withoutKey })).rejects.toMatchObject({
        code: "subset-broken",
        where: expect.stringContaining("children.parent: 20 rows"),
      });
    });
  });
});

function changed(dumper: SchemaDumper, change: (dump: string, section: string) => string): SchemaDumper {
  return {
    ...dumper,
    dump: async (request) => {
      const { preData, indexes, postData } = await dumper.dump(request);
      return { preData: change(preData, "pre-data"), indexes, postData: change(postData, "post-data") };
    },
  };
}
