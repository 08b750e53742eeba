/**
 * @module-tag postgres
 * @module-tag postgres18
 */
import { describe, expect, test } from "vitest";
import type { Connection } from "../../agent/database/connection.ts";
import { subset } from "../../agent/subset/subset.ts";
import { unwatched } from "../../agent/work.ts";
import { cataloguePicture } from "../support/catalogue-picture.ts";
import { sql } from "../support/sql.ts";
import { eachVersion } from "../support/subset-versions.ts";

/** hstore with tables of its own, the rows in which are configuration. */
const withTables = `
  CREATE EXTENSION hstore;
  CREATE TABLE systems (id int PRIMARY KEY, name text, tags hstore); CREATE SEQUENCE systems_number;
  INSERT INTO systems VALUES (1, 'comes with it', 'a=>1'); SELECT setval('systems_number', 5);
  ALTER EXTENSION hstore ADD TABLE systems; ALTER EXTENSION hstore ADD SEQUENCE systems_number;
  SET allow_system_table_mods = on;
  UPDATE pg_extension SET extconfig = ARRAY['systems'::regclass, 'systems_number'::regclass], extcondition = ARRAY['WHERE id > 1', ''] WHERE extname = 'hstore';`;

/** What somebody has prepared in a database that counts as empty. */
const prepared = (name: string) => `
  CREATE ROLE "${name} Owner"; CREATE ROLE "${name}_reader";
  GRANT CREATE ON SCHEMA public TO "${name}_reader" WITH GRANT OPTION; REVOKE ALL ON SCHEMA public FROM PUBLIC;
  ALTER SCHEMA public OWNER TO "${name} Owner"; COMMENT ON SCHEMA public IS 'it''s ours';
  CREATE EXTENSION citext; COMMENT ON EXTENSION citext IS NULL; CREATE DOMAIN email AS citext CHECK (VALUE LIKE '%@%');
  CREATE EXTENSION file_fdw; CREATE SCHEMA "Search"; CREATE EXTENSION pg_trgm SCHEMA "Search"; COMMENT ON SCHEMA "Search" IS 'trigrams';
  CREATE FUNCTION "Search".watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
  CREATE EVENT TRIGGER watch ON sql_drop EXECUTE FUNCTION "Search".watch(); ALTER EVENT TRIGGER watch ENABLE ALWAYS;
  ALTER EXTENSION pg_trgm ADD FUNCTION "Search".watch(); ALTER EXTENSION pg_trgm ADD EVENT TRIGGER watch;
  SELECT lo_from_bytea(77777, 'a large object');
  ${withTables}`;

/** Of everything something, under the same schemas and extensions. */
const schema = `
  COMMENT ON SCHEMA public IS 'the shop''s';
  CREATE EXTENSION citext; COMMENT ON EXTENSION citext IS 'shouts'; CREATE SCHEMA "Odd Schema"; CREATE EXTENSION unaccent SCHEMA "Odd Schema";
  ${withTables} INSERT INTO systems VALUES (2, 'ours', NULL); SELECT setval('systems_number', 900);
  CREATE TYPE mood AS ENUM ('calm'); CREATE TYPE pair AS (a int, b mood); CREATE TYPE span AS RANGE (subtype = float8);
  CREATE DOMAIN name AS citext;
  CREATE FUNCTION plus(a int, VARIADIC b int[] DEFAULT '{}') RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a';
  CREATE PROCEDURE nothing(mood) LANGUAGE sql AS 'SELECT 1';
  CREATE TABLE parents (id serial PRIMARY KEY, name public.name, mood mood, pair pair, span span);
  CREATE TABLE children (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, parent int REFERENCES parents, at int) ;
  CREATE TABLE "Odd Schema"."Ta ble" (id int PRIMARY KEY) PARTITION BY RANGE (id);
  CREATE TABLE part PARTITION OF "Odd Schema"."Ta ble" FOR VALUES FROM (0) TO (1000);
  CREATE TABLE log (id int, at int) PARTITION BY RANGE (id); CREATE TABLE log_1 PARTITION OF log DEFAULT;
  CREATE STATISTICS both_columns ON parent, at FROM children;
  CREATE VIEW seen AS SELECT * FROM parents; CREATE MATERIALIZED VIEW counted AS SELECT count(*) FROM seen;
  INSERT INTO parents (name) SELECT 'p' || g FROM generate_series(1, 100) g;
  INSERT INTO children (parent) SELECT g FROM generate_series(1, 100) g;
  INSERT INTO "Odd Schema"."Ta ble" SELECT generate_series(1, 100);
  CREATE TABLE placed (system int REFERENCES systems); INSERT INTO placed VALUES (2);
  CREATE TABLE files (body oid); INSERT INTO files SELECT lo_from_bytea(4711, 'another large object');
  CREATE FUNCTION forbid() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'nothing is dropped here'; END $$;
  CREATE EVENT TRIGGER forbid ON sql_drop EXECUTE FUNCTION forbid();`;

/** What only pg_dump can express. */
const more = `
  CREATE AGGREGATE best(mood) (SFUNC = mood_larger, STYPE = mood);
  CREATE AGGREGATE middle(float8 ORDER BY int) (SFUNC = middle_step, STYPE = int);
  CREATE OPERATOR <-> (LEFTARG = mood, RIGHTARG = mood, FUNCTION = mood_near);
  CREATE OPERATOR !! (RIGHTARG = mood, FUNCTION = mood_is);
  CREATE OPERATOR FAMILY lonely USING btree;
  CREATE OPERATOR CLASS "pair ops" FOR TYPE pair USING hash AS OPERATOR 1 = (record, record), FUNCTION 1 hash_record(record);
  CREATE COLLATION "ge nau" FROM "C"; CREATE CONVERSION latin FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1;
  CREATE TEXT SEARCH DICTIONARY short (TEMPLATE = simple); CREATE TEXT SEARCH CONFIGURATION plain (PARSER = "default");
  CREATE CAST (int AS mood) WITH FUNCTION to_mood(int); CREATE CAST (date AS bigint) WITH INOUT;
  CREATE ACCESS METHOD piled TYPE TABLE HANDLER heap_tableam_handler;
  CREATE LANGUAGE slow HANDLER slow_handler;
  CREATE FOREIGN DATA WRAPPER "far off"; CREATE EXTENSION file_fdw; CREATE SERVER "other one" FOREIGN DATA WRAPPER file_fdw;
  CREATE FOREIGN TABLE distant (id int) SERVER "other one" OPTIONS (filename '/dev/null');`;
const functionsOfMore = `
  CREATE FUNCTION slow_handler() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
  CREATE FUNCTION mood_larger(mood, mood) RETURNS mood LANGUAGE sql AS 'SELECT $1';
  CREATE FUNCTION mood_near(mood, mood) RETURNS bool LANGUAGE sql AS 'SELECT true';
  CREATE FUNCTION mood_is(mood) RETURNS bool LANGUAGE sql AS 'SELECT true';
  CREATE FUNCTION to_mood(int) RETURNS mood LANGUAGE sql AS 'SELECT NULL::mood';
  CREATE FUNCTION middle_step(int, int) RETURNS int LANGUAGE sql AS 'SELECT $1';`;

eachVersion((versions) => {
  /** A target with all that was prepared, and what is in it. */
  const makePrepared = async () => {
    const target = await versions.makeTarget();
    await sql(target, prepared(target.database));
    return { target, before: await picture(target) };
  };
  const picture = async (target: Connection) => ({
    catalogue: await cataloguePicture(target),
    systems: await sql(target, "SELECT * FROM systems"),
    number: await sql(target, "SELECT last_value, is_called FROM systems_number"),
  });
  const source = () => versions.makeSource(schema + (versions.only18 ? "" : functionsOfMore + more));

  describe("a target that was empty but for extensions, a domain and a large object", () => {
    test("is as it was after a failure at the very end, and can be filled then", async () => {
      const { target, before } = await makePrepared();
      const from = await source();
      const { dumper, ...request } = await versions.request(from, { target });
      const dump: typeof dumper.dump = async (...args) => {
        const dumped = await dumper.dump(...args);
        return { ...dumped, postData: `${dumped.postData}DELETE FROM "Odd Schema"."Ta ble";` };
      };
      // What is asked last finds that rows are missing.
      const failed = subset({ ...request, dumper: { ...dumper, dump } }, unwatched());
      await expect(failed).rejects.toMatchObject({
        code: "subset-broken",
        where: expect.stringContaining("0 instead of 100 rows"),
      });
      expect(await picture(target)).toEqual(before);
      await versions.subset(from, { target });
      expect(await sql(target, "SELECT id FROM systems ORDER BY 1")).toEqual([{ id: 1 }, { id: 2 }]);
      expect(await sql(target, "SELECT count(*)::int AS n FROM parents")).toEqual([{ n: 100 }]);
    });

    test("is as it was after a cancel in the middle of the rows", async () => {
      const { target, before } = await makePrepared();
      const request = await versions.request(await source(), { target });
      const controller = new AbortController();
      // Rows come only when the schema is there.
      const progress = (message: string) => void (message.startsWith("Copied") && controller.abort());
      const cancelled = subset(request, { ...unwatched(controller.signal), progress });
      await expect(cancelled).rejects.toMatchObject({ name: "AbortError" });
      expect(await picture(target)).toEqual(before);
    });
  });
});
