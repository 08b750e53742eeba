-- Partition trees with keys, checks, defaults, generated columns and another order of columns; plain inheritance.
CREATE FUNCTION bucket(text) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT length($1)';
CREATE TABLE events (
  id bigint NOT NULL, at timestamptz NOT NULL, kind text DEFAULT 'x', size int CHECK (size >= 0),
  double int GENERATED ALWAYS AS (size * 2) STORED, CONSTRAINT known_kind CHECK (kind <> '')) PARTITION BY RANGE (at);
CREATE TABLE aa_events_2023 (double int GENERATED ALWAYS AS (size * 2) STORED, kind text DEFAULT 'other', size int, dropped int,
  at timestamptz NOT NULL, id bigint NOT NULL, CHECK (size >= 0), CONSTRAINT known_kind CHECK (kind <> ''), CONSTRAINT own CHECK (id > 5));
ALTER TABLE aa_events_2023 DROP COLUMN dropped;
ALTER TABLE aa_events_2023 RENAME CONSTRAINT aa_events_2023_size_check TO events_size_check;
ALTER TABLE events ATTACH PARTITION aa_events_2023 FOR VALUES FROM ('2023-01-01Z') TO ('2024-01-01Z');
CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01Z') TO ('2025-01-01Z') PARTITION BY LIST (kind);
CREATE TABLE events_2024_ab PARTITION OF events_2024 FOR VALUES IN ('a', 'b', NULL);
CREATE TABLE events_2024_rest PARTITION OF events_2024 DEFAULT;
ALTER TABLE events ADD PRIMARY KEY (id, at, kind);
CREATE INDEX events_size ON events (size) WHERE size > 3;
CREATE INDEX only_there ON events_2024_ab (kind);
CREATE INDEX not_everywhere ON ONLY events (double);
CREATE TABLE hashed (t text, n int, UNIQUE (n)) PARTITION BY HASH (n);
CREATE TABLE hashed_0 PARTITION OF hashed FOR VALUES WITH (modulus 2, remainder 0);
CREATE TABLE hashed_1 PARTITION OF hashed FOR VALUES WITH (modulus 2, remainder 1);
CREATE TABLE by_expression (t text) PARTITION BY LIST (bucket(t));
CREATE TABLE by_expression_1 PARTITION OF by_expression FOR VALUES IN (1);
CREATE TABLE notes (id int PRIMARY KEY, event_id bigint, event_at timestamptz, event_kind text, n int REFERENCES hashed (n),
  FOREIGN KEY (event_id, event_at, event_kind) REFERENCES events);
ALTER TABLE hashed ADD COLUMN note_id int REFERENCES notes;
ALTER TABLE hashed_1 ADD CONSTRAINT self FOREIGN KEY (n) REFERENCES hashed (n);
CREATE FUNCTION touched() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER touch AFTER INSERT ON events FOR EACH ROW EXECUTE FUNCTION touched();
CREATE TRIGGER touch_one BEFORE UPDATE OF size ON events_2024_ab FOR EACH ROW WHEN (NEW.size > 1) EXECUTE FUNCTION touched('an', 'argument');
CREATE TABLE parent (a int NOT NULL, b text DEFAULT 'p', c int CHECK (c > 0), g int GENERATED ALWAYS AS (a + 1) STORED, CONSTRAINT mine CHECK (a > 0) NO INHERIT);
CREATE TABLE other_parent (x int, CONSTRAINT x_is_odd CHECK (x % 2 = 1));
CREATE TABLE a_child (d int, b text DEFAULT 'child') INHERITS (parent, other_parent);
ALTER TABLE a_child ALTER COLUMN c SET NOT NULL, ALTER COLUMN x SET DEFAULT 3, ADD CONSTRAINT x_is_odd CHECK (x % 2 = 1);
CREATE TABLE grandchild () INHERITS (a_child);
ALTER TABLE grandchild ALTER COLUMN b DROP DEFAULT;
