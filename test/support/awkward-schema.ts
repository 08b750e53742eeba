/**
 * A source in which everything that breaks subsetters occurs: composite keys, a key to a UNIQUE, self references, a
 * cycle of NOT NULL keys, partitions (also as parents, with equal places in different partitions), generated and
 * identity columns, enums, arrays of them, domains, jsonb, bytea, odd names, a dropped column, a table without a key,
 * inheritance, NOT VALID orphans, nullable composite references, a ledger, sequences, a materialized view on another.
 */
export const awkwardSchema = `
  CREATE TYPE mood AS ENUM ('calm', 'busy', 'odd, "very"');
  CREATE DOMAIN label AS varchar(40) CHECK (VALUE <> 'forbidden');
  CREATE TABLE schema_migrations (version text PRIMARY KEY);
  INSERT INTO schema_migrations SELECT '2024' || lpad(g::text, 6, '0') FROM generate_series(1, 60) g;

  CREATE TABLE department (id int PRIMARY KEY, name text NOT NULL UNIQUE, head_id int NOT NULL);
  CREATE TABLE employees (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text NOT NULL UNIQUE, full_name text NOT NULL,
    department_id int NOT NULL REFERENCES department, manager_id int REFERENCES employees);
  INSERT INTO department SELECT g, 'Dept ' || g, g FROM generate_series(1, 40) g;
  INSERT INTO employees (email, full_name, department_id, manager_id)
    SELECT 'e' || g || '@corp.test', 'Employee ' || g, 1 + (g - 1) % 40, CASE WHEN g > 40 THEN g / 3 END FROM generate_series(1, 800) g;
  ALTER TABLE department ADD CONSTRAINT head_fk FOREIGN KEY (head_id) REFERENCES employees DEFERRABLE INITIALLY DEFERRED;

  CREATE SCHEMA "Odd Schema";
  CREATE TABLE "Odd Schema"."User Table" (
    "Id" uuid PRIMARY KEY, "select" text, "dropped" int, "e-mail" varchar(60) NOT NULL, phone text, note text, ip inet, born date,
    moods mood[] NOT NULL, data jsonb, blob bytea, rep_email text REFERENCES employees (email),
    "shout" text GENERATED ALWAYS AS (upper("e-mail")) STORED, UNIQUE ("e-mail"));
  ALTER TABLE "Odd Schema"."User Table" DROP COLUMN "dropped";
  INSERT INTO "Odd Schema"."User Table" ("Id", "select", "e-mail", phone, note, ip, born, moods, data, blob, rep_email)
    SELECT md5(g::text)::uuid, 'Label ' || g, 'person' || g || '@mail.test', '+1 (555) ' || lpad(g::text, 7, '0'),
           CASE g % 4 WHEN 0 THEN NULL WHEN 1 THEN '' WHEN 2 THEN E'tab\\t, line\\n, back\\\\slash \\\\N é' ELSE 'mail ' || g || 'x@y.test' END,
           '192.168.1.1'::inet + g % 200, date '1970-01-01' + g, ARRAY['calm', 'odd, "very"']::mood[], jsonb_build_object('a', ARRAY[g, null], 'b', E'q"\\\\'),
           decode(lpad(to_hex(g), 8, '0'), 'hex'), CASE WHEN g % 3 = 0 THEN 'e' || (1 + g % 800) || '@corp.test' END
      FROM generate_series(1, 3000) g;

  CREATE TABLE orders (region int NOT NULL, number int NOT NULL, user_id uuid NOT NULL REFERENCES "Odd Schema"."User Table",
    total numeric(12, 2), placed timestamptz NOT NULL DEFAULT '2024-01-01 12:00:00.123456+02', PRIMARY KEY (region, number)) PARTITION BY LIST (region);
  CREATE TABLE orders_1 PARTITION OF orders FOR VALUES IN (1);
  CREATE TABLE orders_2 PARTITION OF orders FOR VALUES IN (2);
  CREATE TABLE orders_rest PARTITION OF orders DEFAULT PARTITION BY HASH (number);
  CREATE TABLE orders_rest_0 PARTITION OF orders_rest FOR VALUES WITH (MODULUS 2, REMAINDER 0);
  CREATE TABLE orders_rest_1 PARTITION OF orders_rest FOR VALUES WITH (MODULUS 2, REMAINDER 1);
  INSERT INTO orders SELECT 1 + g % 4, g, md5((1 + g * 7919 % 3000)::text)::uuid, g / 7.0 FROM generate_series(1, 9000) g;
  CREATE INDEX ON orders (user_id);

  CREATE TABLE lines (region int NOT NULL, number int NOT NULL, line int NOT NULL, qty int, mood mood, PRIMARY KEY (region, number, line),
    FOREIGN KEY (region, number) REFERENCES orders);
  INSERT INTO lines SELECT region, number, l, l, 'busy' FROM orders, generate_series(1, 3) l;
  CREATE TABLE reviews (id bigserial PRIMARY KEY, number int, region int, line int, parent bigint REFERENCES reviews, body text,
    FOREIGN KEY (region, number, line) REFERENCES lines (region, number, line));
  INSERT INTO reviews (number, region, line, parent, body)
    SELECT CASE WHEN g % 2 = 0 THEN g END, 1 + g % 4, 1, CASE WHEN g % 5 = 0 THEN g / 2 END, repeat('x', g % 300) FROM generate_series(1, 4000) g;
  CREATE INDEX ON reviews (region, number, line);

  CREATE TABLE no_key (user_id uuid REFERENCES "Odd Schema"."User Table", what text);
  INSERT INTO no_key SELECT md5((1 + g % 3000)::text)::uuid, 'same' FROM generate_series(1, 5000) g;
  CREATE TABLE animals (id int PRIMARY KEY, name label NOT NULL);
  CREATE TABLE cats (lives int) INHERITS (animals);
  INSERT INTO animals SELECT g, 'animal ' || g FROM generate_series(1, 500) g;
  INSERT INTO cats SELECT g, 'cat ' || g, 9 FROM generate_series(1001, 1400) g;

  CREATE TABLE legacy (id int PRIMARY KEY, employee_id int, subject_type text, subject_id text);
  INSERT INTO legacy SELECT g, g * 10, CASE WHEN g % 2 = 0 THEN 'Employee' ELSE 'Moon' END, CASE WHEN g % 2 = 0 THEN g::text ELSE 'moon ' || g END FROM generate_series(1, 400) g;
  ALTER TABLE legacy ADD CONSTRAINT legacy_fk FOREIGN KEY (employee_id) REFERENCES employees NOT VALID;
  CREATE TABLE empty_one (id int PRIMARY KEY);
  CREATE SEQUENCE tickets START 100;
  SELECT nextval('tickets'), nextval('tickets');
  CREATE MATERIALIZED VIEW b_totals AS SELECT region, count(*) AS n FROM orders GROUP BY 1;
  CREATE MATERIALIZED VIEW a_sum AS SELECT sum(n) AS n FROM b_totals;
  CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a trigger ran'; END $$;
  CREATE TRIGGER refuse BEFORE INSERT ON legacy FOR EACH ROW EXECUTE FUNCTION refuse();
`;

/** Anti-joins over every key of the awkward schema: all must give 0. `legacy_fk` may have orphans. */
export const awkwardOrphans = `
  SELECT (SELECT count(*) FROM employees c WHERE NOT EXISTS (SELECT FROM department p WHERE p.id = c.department_id))
       + (SELECT count(*) FROM employees c WHERE manager_id IS NOT NULL AND NOT EXISTS (SELECT FROM employees p WHERE p.id = c.manager_id))
       + (SELECT count(*) FROM department c WHERE NOT EXISTS (SELECT FROM employees p WHERE p.id = c.head_id))
       + (SELECT count(*) FROM "Odd Schema"."User Table" c WHERE rep_email IS NOT NULL AND NOT EXISTS (SELECT FROM employees p WHERE p.email = c.rep_email))
       + (SELECT count(*) FROM orders c WHERE NOT EXISTS (SELECT FROM "Odd Schema"."User Table" p WHERE p."Id" = c.user_id))
       + (SELECT count(*) FROM no_key c WHERE NOT EXISTS (SELECT FROM "Odd Schema"."User Table" p WHERE p."Id" = c.user_id))
       + (SELECT count(*) FROM lines c WHERE NOT EXISTS (SELECT FROM orders p WHERE (p.region, p.number) = (c.region, c.number)))
       + (SELECT count(*) FROM reviews c WHERE number IS NOT NULL AND NOT EXISTS (SELECT FROM lines p WHERE (p.region, p.number, p.line) = (c.region, c.number, c.line)))
       + (SELECT count(*) FROM reviews c WHERE parent IS NOT NULL AND NOT EXISTS (SELECT FROM reviews p WHERE p.id = c.parent))
       AS orphans`;
