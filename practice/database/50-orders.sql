-- 260,000 orders of one to three lines. Popular products and loyal customers come from the power of the draw.
INSERT INTO order_items (order_id, line_no, product_id, quantity, unit_cents)
SELECT l.order_id, l.line_no, p.id, CASE WHEN practice.pick(l.n, 61, 5) = 0 THEN 2 + practice.pick(l.n, 62, 3) ELSE 1 END, p.price_cents
FROM (
  SELECT o AS order_id, line AS line_no, o * 4 + line AS n,
    1 + (floor(power(practice.unit(o * 4 + line, 63), 1.7) * 2392)::bigint * 1009) % 2392 AS product_id
  FROM generate_series(1::bigint, 260000) o, LATERAL generate_series(1, 1 + practice.pick(o, 64, 3)) line
) l JOIN products p ON p.id = l.product_id;

INSERT INTO orders (id, customer_id, address_id, status, placed_at, shipping_cents, total_cents, packed_by_id, note)
SELECT o.id, o.customer,
  CASE WHEN o.customer % 4 = 0 AND practice.pick(o.id, 71, 3) = 0 THEN 90000 + o.customer / 4 ELSE o.customer END,
  CASE WHEN o.id > 259700 THEN 'placed' WHEN o.id > 259300 THEN 'paid' WHEN o.id > 258900 THEN 'packed' WHEN o.id > 257500 THEN 'shipped'
    WHEN practice.pick(o.id, 72, 25) = 0 THEN 'cancelled' ELSE 'delivered' END::order_status,
  timestamptz '2022-11-02 07:00 UTC' + power(o.id / 260000.0::float8, 0.65) * interval '1480 days',
  o.shipping, o.items + o.shipping,
  CASE WHEN o.id <= 258900 THEN 3 + 12 * practice.pick(o.id, 73, 20) END,
  CASE WHEN practice.pick(o.id, 74, 9) = 0 THEN CASE practice.pick(o.id, 75, 4)
    WHEN 0 THEN 'Please leave it with ' || practice.first_name(o.id) || ' ' || practice.last_name(o.id) || ' next door.'
    WHEN 1 THEN 'Call ' || practice.phone(o.id) || ' before delivery.'
    WHEN 2 THEN 'It is a gift for ' || practice.first_name(o.id) || '. No invoice in the parcel, please.'
    ELSE 'The bell is broken, knock twice.' END END
FROM (
  SELECT order_id AS id, sum(quantity * unit_cents) AS items, 1 + floor(power(practice.unit(order_id, 76), 1.25) * 90000)::bigint AS customer,
    CASE WHEN sum(quantity * unit_cents) >= 8000 THEN 0 ELSE 490 END AS shipping
  FROM order_items GROUP BY order_id
) o
ORDER BY o.id;
