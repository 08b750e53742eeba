/**
 * Who is looking. The shop has no sign-in yet: it greets the most loyal of the customers who ordered lately.
 */
export async function visitor(db) {
  const [row] = await db.query(
    `SELECT c.id, c.full_name, c.email, c.phone, c.birth_date, c.newsletter, c.created_at, s.full_name AS advisor, n.orders, n.spent_cents
     FROM (SELECT DISTINCT customer_id FROM (SELECT customer_id FROM orders ORDER BY placed_at DESC, id DESC LIMIT 200) o) recent
     JOIN customers c ON c.id = recent.customer_id LEFT JOIN staff s ON s.id = c.advisor_id,
     LATERAL (SELECT count(*) AS orders, sum(total_cents) AS spent_cents FROM orders WHERE customer_id = c.id) n
     ORDER BY n.orders DESC, c.id LIMIT 1`,
  );
  return row;
}

export async function addressesOf(db, customerId) {
  return db.query(
    'SELECT label, recipient, street, city, postcode, country FROM addresses WHERE customer_id = $1 ORDER BY id',
    [customerId],
  );
}
