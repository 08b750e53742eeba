-- Toolshed's production: what its migrations have made, as knex has written it down, and some years of lending.
CREATE TABLE knex_migrations (id serial PRIMARY KEY, name varchar(255), batch int, migration_time timestamptz);
CREATE TABLE knex_migrations_lock (index serial PRIMARY KEY, is_locked int);
INSERT INTO knex_migrations (name, batch, migration_time)
VALUES ('20240301_begin.js', 1, '2024-03-01'), ('20250614_fines.js', 2, '2025-06-14');
INSERT INTO knex_migrations_lock (is_locked) VALUES (0);

CREATE TABLE members (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), full_name text NOT NULL, email varchar(80) NOT NULL UNIQUE,
  phone varchar(20), joined_on date NOT NULL);
CREATE TABLE tools (id serial PRIMARY KEY, name text NOT NULL, belongs_to int REFERENCES tools);
CREATE TYPE loan_state AS ENUM ('out', 'back', 'lost');
CREATE TABLE loans (
  member_id uuid NOT NULL REFERENCES members, tool_id int NOT NULL REFERENCES tools, taken_on date NOT NULL,
  state loan_state NOT NULL DEFAULT 'out', PRIMARY KEY (member_id, tool_id, taken_on));
CREATE SCHEMA money;
CREATE TABLE money.fines (
  id bigserial PRIMARY KEY, member_id uuid NOT NULL, tool_id int NOT NULL, taken_on date NOT NULL,
  cents int NOT NULL, paid_by jsonb, FOREIGN KEY (member_id, tool_id, taken_on) REFERENCES loans);

INSERT INTO members (id, full_name, email, phone, joined_on)
SELECT md5('member' || n)::uuid, 'Neighbour ' || chr(65 + n % 26) || ' Surname' || n, 'neighbour' || n || '@village.example',
  CASE WHEN n % 3 > 0 THEN '+353 86 ' || 1000000 + n END, date '2024-03-01' + n % 900
FROM generate_series(1, 3000) n;
INSERT INTO tools (id, name) SELECT n, 'Case ' || n FROM generate_series(1, 40) n;
INSERT INTO tools (id, name, belongs_to) SELECT n, 'Tool ' || n, 1 + n % 40 FROM generate_series(41, 400) n;
SELECT setval('tools_id_seq', 400);
INSERT INTO loans
SELECT md5('member' || 1 + n * 7 % 3000)::uuid, 1 + n * 13 % 400, date '2024-04-01' + n / 11,
  (ARRAY['back', 'back', 'out', 'lost'])[1 + abs(hashint4(n) % 4)]::loan_state
FROM generate_series(1, 9000) n;
INSERT INTO money.fines (member_id, tool_id, taken_on, cents, paid_by)
SELECT member_id, tool_id, taken_on, 500, jsonb_build_object('card', '4111 1111 1111 ' || 1000 + tool_id)
FROM loans WHERE state = 'lost';
ANALYZE;
