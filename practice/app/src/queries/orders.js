/** The latest orders of one customer, or of everybody. Each with the pictures of its first products. */
export async function latestOrders(db, { customerId, limit }) {
  return db.query(
    `SELECT o.id, o.status, o.placed_at, o.total_cents, c.full_name AS customer, a.city, i.items
     FROM (SELECT * FROM orders WHERE $1::bigint IS NULL OR customer_id = $1 ORDER BY placed_at DESC, id DESC LIMIT $2) o
     JOIN customers c ON c.id = o.customer_id JOIN addresses a ON a.id = o.address_id
     LEFT JOIN LATERAL (
       SELECT json_agg(json_build_object('kind', p.kind, 'colour', p.colour, 'name', p.name) ORDER BY l.line_no) AS items
       FROM order_items l JOIN products p ON p.id = l.product_id WHERE l.order_id = o.id) i ON true
     ORDER BY o.placed_at DESC, o.id DESC`,
    [customerId ?? null, limit],
  );
}

/** How many orders wait at each step of the way. */
export async function openOrders(db) {
  return db.query(
    `SELECT status, count(*) AS orders FROM (SELECT status FROM orders ORDER BY placed_at DESC LIMIT 3000) recent
     WHERE status IN ('placed', 'paid', 'packed', 'shipped') GROUP BY status ORDER BY status`,
  );
}

export async function order(db, id) {
  const [row] = await db.query(
    `SELECT o.id, o.status, o.placed_at, o.shipping_cents, o.total_cents, o.note, s.full_name AS packed_by,
       c.full_name AS customer, c.email, c.phone, a.label, a.recipient, a.street, a.city, a.postcode, a.country
     FROM orders o JOIN customers c ON c.id = o.customer_id JOIN addresses a ON a.id = o.address_id
     LEFT JOIN staff s ON s.id = o.packed_by_id WHERE o.id = $1`,
    [id],
  );
  return row;
}

export async function linesOf(db, orderId) {
  return db.query(
    `SELECT l.line_no, l.quantity, l.unit_cents, p.id, p.name, p.kind, p.colour
     FROM order_items l JOIN products p ON p.id = l.product_id WHERE l.order_id = $1 ORDER BY l.line_no`,
    [orderId],
  );
}
