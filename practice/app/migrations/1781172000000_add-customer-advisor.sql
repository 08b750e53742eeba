-- Up Migration
ALTER TABLE customers ADD COLUMN advisor_id int REFERENCES staff (id);
CREATE INDEX customers_advisor_id_idx ON customers (advisor_id);

-- Down Migration
ALTER TABLE customers DROP COLUMN advisor_id;
