-- What the library's migrations have made, as drizzle has written it down, and a year of loans.
CREATE SCHEMA drizzle;
CREATE TABLE drizzle.__drizzle_migrations (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint);
INSERT INTO drizzle.__drizzle_migrations (hash, created_at)
VALUES ('1a3694e027252b68d031c0186f7b24bda056d3f603f47fa3fcda1855d9c8dc62', 1795780241405);

CREATE TABLE readers (
  id serial PRIMARY KEY, name text NOT NULL, email text NOT NULL CONSTRAINT readers_email_unique UNIQUE, address text);
CREATE TABLE loans (
  id serial PRIMARY KEY, title text NOT NULL, due_on date NOT NULL,
  reader_id integer NOT NULL CONSTRAINT loans_reader_id_readers_id_fk REFERENCES readers);

INSERT INTO readers (name, email, address)
SELECT 'Robin Bookworm' || n, 'robin' || n || '@library.example', n || ' Shelf Street'
FROM generate_series(1, 1500) n;
INSERT INTO loans (reader_id, title, due_on)
SELECT 1 + n * 13 % 1500, 'The Tale of ' || n % 300, date '2026-12-01' + n % 120
FROM generate_series(1, 4000) n;
ANALYZE;
