-- migrate:up
CREATE TABLE bookings (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  passenger_id bigint NOT NULL REFERENCES passengers,
  kind text NOT NULL CHECK (kind IN ('foot', 'car')),
  passengers int NOT NULL,
  sails_on date NOT NULL
);

-- migrate:down
DROP TABLE bookings;
