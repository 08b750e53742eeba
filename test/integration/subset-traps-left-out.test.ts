/**
 * @module-tag postgres
 * @module-tag postgres18
 */
import { beforeAll, describe, expect, test } from "vitest";
import { openClient } from "../../agent/database/client.ts";
import type { Connection } from "../../agent/database/connection.ts";
import type { SchemaDumper } from "../../agent/database/schema-dumper.ts";
import { inspectColumns } from "../../agent/mask/inspect-columns.ts";
import { withReadingSession } from "../../agent/mask/reading-session.ts";
import { defaultCurve } from "../../agent/subset/curve.ts";
import type { SubsetRequest } from "../../agent/subset/request.ts";
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
  CREATE FOREIGN TABLE lines (line text) SERVER files OPTIONS (filename '/nowhere/at/all');
  -- Foreign heirs: of a small table, of one that is indexed after its rows, and over one between.
  CREATE TABLE pages (id int); INSERT INTO pages SELECT generate_series(1, 30);
  CREATE FOREIGN TABLE old_pages () INHERITS (pages) SERVER files OPTIONS (filename '/nowhere/at/all');
  CREATE TABLE books (id int, title text); INSERT INTO books SELECT g, repeat('t', 100) FROM generate_series(1, 20000) g;
  CREATE INDEX ON books (id);
  CREATE TABLE novels () INHERITS (books); INSERT INTO novels SELECT generate_series(1, 40), 't';
  CREATE FOREIGN TABLE old_novels () INHERITS (novels) SERVER files OPTIONS (filename '/nowhere/at/all');`;

/** Every way of reading a tree, of which one partition is a file that is not there. */
const archive = `
  CREATE EXTENSION file_fdw; CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
  CREATE TABLE owners (id int PRIMARY KEY);
  CREATE TABLE events (id int NOT NULL, owner int, note text) PARTITION BY RANGE (id);
  CREATE INDEX ON ONLY events (owner);
  CREATE FOREIGN TABLE archived PARTITION OF events FOR VALUES FROM (0) TO (1000) SERVER files OPTIONS (filename '/nowhere/at/all');
  -- A partition that was a table first: its columns have other places.
  CREATE TABLE recent (dropped int, note text, owner int, id int PRIMARY KEY);
  ALTER TABLE recent DROP COLUMN dropped;
  ALTER TABLE events ATTACH PARTITION recent FOR VALUES FROM (1000) TO (9000);
  CREATE TABLE late PARTITION OF events FOR VALUES FROM (9000) TO (30000) PARTITION BY RANGE (id);
  CREATE TABLE late_a PARTITION OF late FOR VALUES FROM (9000) TO (17000);
  CREATE TABLE late_b PARTITION OF late FOR VALUES FROM (17000) TO (25000);
  CREATE TABLE notes (id int PRIMARY KEY, event int);
  CREATE TABLE about_recent (id int PRIMARY KEY, event int);
  CREATE TABLE states (id int) PARTITION BY RANGE (id);
  CREATE FOREIGN TABLE former PARTITION OF states FOR VALUES FROM (0) TO (1000) SERVER files OPTIONS (filename '/nowhere/at/all');
  CREATE TABLE present PARTITION OF states FOR VALUES FROM (1000) TO (2000);
  CREATE TABLE readings (id int, picture oid, half int GENERATED ALWAYS AS (id % 10) STORED, value text) PARTITION BY RANGE (id);
  CREATE FOREIGN TABLE older PARTITION OF readings FOR VALUES FROM (0) TO (1000) SERVER files OPTIONS (filename '/nowhere/at/all');
  CREATE TABLE newer PARTITION OF readings FOR VALUES FROM (1000) TO (200000);`;

/** Its parent was once in a partition that is now elsewhere. */
const archiveOrphan = `
  SET session_replication_role = replica; INSERT INTO about_recent VALUES (9999, 100); RESET session_replication_role;`;

const archiveKeys = `
  ALTER TABLE ONLY public.recent ADD CONSTRAINT recent_owner_fkey FOREIGN KEY (owner) REFERENCES owners(id);
  ALTER TABLE ONLY public.about_recent ADD CONSTRAINT about_recent_event_fkey FOREIGN KEY (event) REFERENCES recent(id);`;

const archiveRows = `
  INSERT INTO owners SELECT generate_series(1, 800);
  INSERT INTO recent (id, owner) SELECT g, 1 + g % 800 FROM generate_series(1000, 8999) g;
  INSERT INTO late_a SELECT g, 1 + g % 800 FROM generate_series(9000, 16999) g;
  -- All of one owner.
  INSERT INTO late_b SELECT g, 7 FROM generate_series(17000, 24999) g;
  INSERT INTO notes SELECT g, g * 100 FROM generate_series(1, 300) g;
  INSERT INTO about_recent SELECT g, g FROM generate_series(1000, 3000) g;
  INSERT INTO states SELECT g FROM generate_series(1000, 1009) g;
  INSERT INTO newer (id, value) SELECT g, repeat('v', 200) FROM generate_series(1000, 101000) g;
  UPDATE newer SET picture = lo_from_bytea(0, 'pixels') WHERE id = 1001;`;

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
    expect(report.tables.map(({ name, rows }) => [name, rows])).toEqual([
      ["books", 20_000],
      ["items", 20],
      ["novels", 40],
      ["pages", 30],
    ]);
    const names = "SELECT string_agg(relname, ' ' ORDER BY relname) AS names FROM pg_class WHERE relkind = 'f'";
    expect(await sql(target, names)).toEqual([{ names: "lines old_novels old_pages" }]);
    expect(await sql(target, "SELECT 1 FROM pg_user_mappings")).toEqual([]);
    expect(report.notes).toContain(
      "foreign table public.lines, public.old_novels, public.old_pages: its rows are another server's: schema only",
    );
    expect(report.notes.join("\n")).toContain("user mapping files of postgres");
  });

  describe("a partition that is a foreign table", () => {
    let source: Connection;
    let made: MadeSubset;
    const rows = async (query: string) => sql<Record<string, number>>(made.target, query);
    const reported = (table: string) => made.report.tables.find(({ name }) => name === table);
    // Without pg_dump foreign tables are refused, as they are elsewhere.
    const byHand = { name: "by hand", dump: async () => ({ preData: archive, indexes: [], postData: archiveKeys }) };
    const draw = (wishes: Partial<SubsetRequest>) =>
      versions.subset(source, { curve: defaultCurve, ...(versions.only18 ? { dumper: byHand } : {}), ...wishes });
    beforeAll(async () => {
      source = await versions.makeSource(archive + archiveRows + archiveKeys + archiveOrphan);
      made = await draw({
        links: [
          { from: "events.owner", to: "owners.id" },
          { from: "notes.event", to: "events.id" },
        ],
        tables: {
          owners: { rows: 25, include: "t.id = 7" },
          notes: "all",
          about_recent: { include: "t.id = 9999" },
          readings: { where: "t.half > 0", include: "t.half < 5 AND t.id < 1020" },
        },
      });
    });

    test("is left out, and named", async () => {
      expect(made.report.notes).toContain(
        "foreign table public.archived, public.former, public.older: its rows are another server's: schema only",
      );
      expect(
        await rows(`SELECT inhrelid::regclass::text AS name, inhparent::regclass::text AS parent FROM pg_inherits
                      JOIN pg_class ON oid = inhrelid WHERE relkind = 'f' ORDER BY 1`),
      ).toEqual([
        { name: "archived", parent: "events" },
        { name: "former", parent: "states" },
        { name: "older", parent: "readings" },
      ]);
    });

    test("leaves the others to be drawn from, and to be looked into for parents", async () => {
      const [counts] =
        await rows(`SELECT (SELECT count(*) FROM recent)::int AS recent, (SELECT count(*) FROM late_a)::int AS a,
        (SELECT count(*) FROM late_b)::int AS b,
        (SELECT count(*) FROM present)::int AS states, (SELECT count(*) FROM newer WHERE half < 5 AND id < 1020)::int AS included,
        (SELECT count(*) FROM notes)::int AS notes, (SELECT count(*) FROM notes n WHERE event BETWEEN 1000 AND 24999
           AND NOT EXISTS (SELECT FROM (SELECT id FROM recent UNION SELECT id FROM late) e WHERE e.id = n.event))::int AS lost`);
      expect(counts).toMatchObject({ included: 10, states: 3, notes: 300, lost: 0 });
      const { recent = 0, a = 0, b = 0 } = counts ?? {};
      expect(reported("events")).toMatchObject({ sourceRows: 24_000, rows: recent + a + b });
      for (const count of [recent, a, b]) expect(count).toBeGreaterThan(80);
      expect(reported("events")?.because.join()).toContain("of one parent's rows at most");
    });

    test("is nowhere said to lack rows that may be in it", () => {
      expect(reported("notes")?.because).toContain(
        "60 values of notes.event (link) refer to nothing in the partitions that are read",
      );
      expect(made.report.notes.join("\n")).toContain("break its foreign key about_recent_event_fkey");
    });

    test("does not keep the others from having statistics and large objects", async () => {
      expect(
        await rows(
          "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND reltuples < 0",
        ),
      ).toEqual([]);
      expect(await rows("SELECT convert_from(lo_get(picture), 'UTF8') AS text FROM newer WHERE id = 1001")).toEqual([
        { text: "pixels" },
      ]);
    });

    test("is not asked when columns are looked into for what masks they need", async () => {
      const columns = await withReadingSession(source, (client) => inspectColumns(client));
      expect(columns.find(({ table, column }) => `${table}.${column}` === "readings.value")?.samples).toHaveLength(200);
    });

    test("is not asked by a draw that owes nothing to parents, evenly or at random places", async () => {
      const { report, target } = await draw({ tables: { readings: 30 } });
      const rowsOf = (table: string) => report.tables.find(({ name }) => name === table)?.rows;
      expect([rowsOf("events"), rowsOf("readings")]).toEqual([722, 30]);
      const [counts] = await sql<Record<string, number>>(
        target,
        "SELECT (SELECT count(*) FROM recent)::int AS recent, (SELECT count(*) FROM late_a)::int AS a, (SELECT count(*) FROM late_b)::int AS b",
      );
      for (const count of Object.values(counts ?? {})) expect(count).toBeGreaterThan(180);
    });
  });

  // Without pg_dump such a choice of schemas is refused where a key refers to the tree.
  test.skipIf(versions.only18)(
    "partitions in a schema that is not chosen, and a ledger, are left out and so named",
    async () => {
      const source = await versions.makeSource(`
      CREATE SCHEMA attic; CREATE SCHEMA drizzle; CREATE TABLE drizzle.__drizzle_migrations (id int);
      CREATE TABLE events (id int PRIMARY KEY) PARTITION BY RANGE (id);
      CREATE TABLE attic.early PARTITION OF events FOR VALUES FROM (1) TO (3000);
      CREATE TABLE late PARTITION OF events FOR VALUES FROM (3000) TO (9000);
      INSERT INTO events SELECT generate_series(1, 8000);
      CREATE TABLE notes (id int PRIMARY KEY, event int REFERENCES events); INSERT INTO notes SELECT g, g FROM generate_series(2000, 6000) g;`);
      const { report, target } = await versions.subset(source, { curve: defaultCurve, schemas: ["public"] });
      expect(report.tables.map(({ name, sourceRows }) => [name, sourceRows])).toEqual([
        ["events", 5001],
        ["notes", 4001],
      ]);
      expect(report.notes).toEqual([
        "partition in another schema attic.early: that schema is not copied",
        "schema of a migration tool drizzle: not among the chosen ones, so that the tool would run its old migrations again: name it in source.schemas as well",
        "The foreign key notes_event_fkey (notes.event) refers to partitions that are left out: rows that need them were copied as they are, and the key is NOT VALID here",
      ]);
      const lost = "SELECT count(*)::int AS n FROM notes WHERE event >= 3000 AND event NOT IN (SELECT id FROM events)";
      expect(await sql(target, lost)).toEqual([{ n: 0 }]);
    },
  );

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
        CREATE TABLE visits (id int, parent int) PARTITION BY RANGE (id); CREATE TABLE visits_1 PARTITION OF visits FOR VALUES FROM (0) TO (90);
        ALTER TABLE visits_1 ADD FOREIGN KEY (parent) REFERENCES parents;
        INSERT INTO parents SELECT generate_series(1, 50); INSERT INTO children SELECT g, 1 + g % 50 FROM generate_series(1, 80) g;
        INSERT INTO visits TABLE children;`);
    const rules = { tables: { children: 20, visits: 15, parents: 5 } };

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
      expect(await sql(target, "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace")).toEqual([]);
    });

    test("when a reference is broken that the source keeps, constraint or none", async () => {
      const from = await source();
      const { dumper } = await versions.request(from);
      const withoutKey = changed(dumper, (dump, section) =>
        section === "post-data"
          ? `${dump.replaceAll(/ALTER TABLE ONLY public\.\w+\s+ADD CONSTRAINT \w+ FOREIGN KEY [^;]*;/g, "")} DELETE FROM public.parents;`
          : dump,
      );
      await expect(versions.subset(from, { ...rules, dumper: withoutKey })).rejects.toMatchObject({
        code: "subset-broken",
        where: expect.stringMatching(/children\.parent: 20 rows, visits\.parent: 15 rows/),
      });
    });

    test("when a key is refused that the source keeps", async () => {
      const from = await source();
      const { dumper } = await versions.request(from);
      const moved = changed(dumper, (dump, section) =>
        section === "pre-data"
          ? `${dump} CREATE FUNCTION public.shift() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN UPDATE public.parents SET id = id + 1000; RETURN NULL; END';
             CREATE TRIGGER shift AFTER INSERT ON public.parents FOR EACH STATEMENT EXECUTE FUNCTION public.shift();`
          : dump,
      );
      await expect(versions.subset(from, { ...rules, dumper: moved })).rejects.toMatchObject({
        code: "subset-broken",
        why: expect.stringContaining("violates foreign key constraint"),
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
