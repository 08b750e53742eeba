/**
 * A source in which masks meet what they must respect: citext keys that differ in case, a padded key, CHECK constraints,
 * a domain, an enum, arrays, JSON, a generated column, partitions, a unique pair, and staff among customers.
 */
export const staffSchema = `
  CREATE EXTENSION citext;
  CREATE TYPE plan AS ENUM ('free', 'paid');
  CREATE DOMAIN short_code AS text CHECK (VALUE ~ '^[A-Z]{2}-');
  CREATE TABLE accounts (
    id int PRIMARY KEY, login citext NOT NULL UNIQUE, email text NOT NULL, mail_check text CHECK (mail_check LIKE '%@%'),
    salary numeric(10, 2), hired date NOT NULL, left_on date, badge char(12) UNIQUE, code short_code, plan plan NOT NULL,
    tags text[], profile jsonb, admin boolean NOT NULL,
    initial text GENERATED ALWAYS AS (left(email, 3)) STORED,
    first_name text NOT NULL, last_name varchar(40) NOT NULL, UNIQUE (first_name, last_name),
    CONSTRAINT leaves_later CHECK (left_on >= hired), CHECK (salary > 0 OR salary IS NULL));
  INSERT INTO accounts (id, login, email, mail_check, salary, hired, left_on, badge, code, plan, tags, profile, admin, first_name, last_name)
    SELECT g, 'User' || g, 'user' || g || '@shop.test', 'user' || g || '@shop.test', 1000 + g, date '2020-01-01' + g,
           date '2020-01-02' + g, 'B' || g, 'AB-' || g, 'free', ARRAY['a', 'b'],
           jsonb_build_object('contact', jsonb_build_object('email', 'user' || g || '@shop.test'), 'n', g), g % 100 = 0,
           'Ann' || g % 40, 'Miller' || g
      FROM generate_series(1, 400) g;
  CREATE TABLE sign_ins (login citext REFERENCES accounts (login), badge varchar(12) NOT NULL, at timestamptz);
  INSERT INTO sign_ins SELECT 'USER' || g, 'B' || g, now() FROM generate_series(1, 400) g;
  CREATE TABLE visits (day date NOT NULL, region text NOT NULL, who text) PARTITION BY RANGE (day);
  CREATE TABLE visits_rest PARTITION OF visits DEFAULT PARTITION BY LIST (lower(region));
  CREATE TABLE visits_rest_all PARTITION OF visits_rest DEFAULT;
  INSERT INTO visits SELECT date '2024-01-01' + g, 'north', 'someone' FROM generate_series(1, 50) g;
`;
