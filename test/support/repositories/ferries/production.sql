-- What the ferries' migrations have made, as dbmate has written it down, and a year of bookings.
CREATE TABLE schema_migrations (version varchar(128) PRIMARY KEY);
INSERT INTO schema_migrations VALUES ('20240301090000'), ('20240301093000');

CREATE TABLE passengers (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, full_name text NOT NULL, email text NOT NULL, born_on date);
CREATE TABLE bookings (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, passenger_id bigint NOT NULL REFERENCES passengers,
  kind text NOT NULL CHECK (kind IN ('foot', 'car')), passengers int NOT NULL, sails_on date NOT NULL);

INSERT INTO passengers (full_name, email, born_on)
SELECT 'Pat Seafarer' || n, 'pat' || n || '@ferries.example', date '1950-01-01' + n * 9
FROM generate_series(1, 2500) n;
INSERT INTO bookings (passenger_id, kind, passengers, sails_on)
SELECT 1 + n * 11 % 2500, CASE WHEN n % 3 = 0 THEN 'car' ELSE 'foot' END, 1 + n % 4, date '2026-12-01' + n % 90
FROM generate_series(1, 5000) n;
ANALYZE;
