-- migrate:up
CREATE TABLE passengers (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  full_name text NOT NULL,
  email text NOT NULL,
  born_on date
);

-- migrate:down
DROP TABLE passengers;
