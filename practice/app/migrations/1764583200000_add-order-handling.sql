-- Up Migration
ALTER TABLE orders ADD COLUMN packed_by_id int REFERENCES staff (id);
ALTER TABLE orders ADD COLUMN note text;
CREATE INDEX orders_packed_by_id_idx ON orders (packed_by_id);

-- Down Migration
ALTER TABLE orders DROP COLUMN note;
ALTER TABLE orders DROP COLUMN packed_by_id;
