-- Schemas, types of every kind, routines, and dependencies among them that go against the order of their names.
CREATE SCHEMA "Audit Log";
CREATE SCHEMA ext;
CREATE EXTENSION citext WITH SCHEMA ext;
CREATE EXTENSION btree_gist WITH SCHEMA ext;
CREATE COLLATION "Audit Log".numeric_order (provider = icu, locale = 'en-u-kn-true', deterministic = false);
CREATE COLLATION posix_copy FROM "C";
CREATE TYPE zz_mood AS ENUM ('sad', 'ok');
ALTER TYPE zz_mood ADD VALUE 'meh' BEFORE 'ok';
CREATE TYPE empty_enum AS ENUM ();
CREATE DOMAIN zz_positive AS int DEFAULT 1 NOT NULL CONSTRAINT above_zero CHECK (value > 0);
CREATE DOMAIN aa_small AS zz_positive CHECK (value < 100);
CREATE DOMAIN postcode AS text COLLATE "C" CHECK (value ~ '^\d{5}$');
CREATE TYPE aa_pair AS (a zz_mood, b aa_small, c text COLLATE "C", d zz_mood[]);
CREATE TYPE nothing AS ();
CREATE FUNCTION time_difference(x time, y time) RETURNS float8 LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT extract(epoch FROM x - y)::float8 $$;
CREATE TYPE time_span AS RANGE (subtype = time, subtype_diff = time_difference, multirange_type_name = time_spans);
CREATE TABLE people (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, mail ext.citext UNIQUE, mood zz_mood DEFAULT 'ok', pair aa_pair, pairs aa_pair[],
  age aa_small, zip postcode, at time_span, ats time_spans, place point, name text COLLATE "Audit Log".numeric_order,
  EXCLUDE USING gist (at WITH &&, id WITH =) WHERE (id > 0));
CREATE FUNCTION full_mail(p people) RETURNS text LANGUAGE sql STABLE AS 'SELECT p.mail::text';
CREATE FUNCTION is_known(m text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$ BEGIN RETURN EXISTS (SELECT FROM public.people WHERE mail = m); END $$;
CREATE TABLE "Audit Log"."Entries" (who text CHECK (is_known(who)), mood zz_mood DEFAULT 'sad', person people, "from" int REFERENCES people);
CREATE FUNCTION knows(e "Audit Log"."Entries") RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT e.who IS NOT NULL';
ALTER TABLE "Audit Log"."Entries" ADD CONSTRAINT knows CHECK (knows("Entries".*));
CREATE FUNCTION overloaded(int, VARIADIC text[] DEFAULT '{a}') RETURNS SETOF people LANGUAGE sql ROWS 7 COST 3 SET work_mem = '4MB' SECURITY DEFINER AS 'TABLE public.people';
CREATE FUNCTION overloaded(text, OUT a int, INOUT b people) LANGUAGE plpgsql PARALLEL SAFE AS $_$ BEGIN a := 1; END $_$;
CREATE PROCEDURE tidy(INOUT n int) LANGUAGE plpgsql AS $$ BEGIN DELETE FROM public.people; COMMIT; END $$;
CREATE VIEW known AS SELECT p.id, (p.pair).a, full_mail(p) AS mail FROM people p WHERE is_known(p.mail::text);
CREATE RECURSIVE VIEW numbers (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM numbers WHERE n < 5;
