-- migrate:up
ALTER TABLE bookings ADD COLUMN deck text;
UPDATE bookings SET deck = CASE kind WHEN 'car' THEN 'B' ELSE 'A' END;
ALTER TABLE bookings ALTER COLUMN deck SET NOT NULL;

-- migrate:down
ALTER TABLE bookings DROP COLUMN deck;
