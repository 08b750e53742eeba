-- What the bakery's migrations have made, as knex has written it down, and two years of orders.
CREATE TABLE knex_migrations (id serial PRIMARY KEY, name varchar(255), batch int, migration_time timestamptz);
CREATE TABLE knex_migrations_lock (index serial PRIMARY KEY, is_locked int);
INSERT INTO knex_migrations (name, batch, migration_time)
VALUES ('20240105080000_customers.ts', 1, '2024-01-06'), ('20240212090000_orders.ts', 2, '2024-02-13');
INSERT INTO knex_migrations_lock (is_locked) VALUES (0);

CREATE TABLE customers (id serial PRIMARY KEY, name text NOT NULL, email text NOT NULL UNIQUE, phone varchar(24));
CREATE TABLE orders (
  id serial PRIMARY KEY, customer_id int NOT NULL REFERENCES customers, what text NOT NULL, wanted_on date NOT NULL);
CREATE INDEX ON orders (customer_id);

INSERT INTO customers (name, email, phone)
SELECT (ARRAY['Ada', 'Ben', 'Cleo', 'Dora'])[1 + n % 4] || ' Bakerfriend' || n, 'guest' || n || '@bakery.example',
  '+353 86 ' || 1000000 + n
FROM generate_series(1, 2000) n;
INSERT INTO orders (customer_id, what, wanted_on)
SELECT 1 + n * 7 % 2000, (ARRAY['2 loaves', 'a cake', '12 rolls'])[1 + n % 3], date '2026-11-01' + n % 60
FROM generate_series(1, 6000) n;
ANALYZE;
