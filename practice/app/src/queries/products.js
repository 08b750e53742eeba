const card = `p.id, p.name, p.blurb, p.kind, p.colour, p.price_cents, p.stock`;

/** The shop's departments with their shelves. */
export async function categories(db) {
  const rows = await db.query('SELECT id, parent_id, slug, name FROM categories ORDER BY position, id');
  return rows
    .filter((row) => row.parent_id === null)
    .map((row) => ({ ...row, shelves: rows.filter((shelf) => shelf.parent_id === row.id) }));
}

/** One page of the catalogue, newest first. `category` is a department's or a shelf's slug. */
export async function catalogue(db, { category, search, page, size }) {
  return db.query(
    `SELECT p.*, r.average, r.reviews FROM (
       SELECT ${card}, p.created_at, count(*) OVER () AS found
       FROM products p JOIN categories c ON c.id = p.category_id LEFT JOIN categories d ON d.id = c.parent_id
       WHERE ($1::text IS NULL OR $1 IN (c.slug, d.slug)) AND ($2::text IS NULL OR p.name ILIKE '%' || $2 || '%')
       ORDER BY p.created_at DESC, p.id LIMIT $3 OFFSET $4) p,
     LATERAL (SELECT avg(rating) AS average, count(*) AS reviews FROM reviews WHERE product_id = p.id) r
     ORDER BY p.created_at DESC, p.id`,
    [category ?? null, search ?? null, size, (page - 1) * size],
  );
}

export async function product(db, id) {
  const [row] = await db.query(
    `SELECT ${card}, p.sku, p.description, c.slug, c.name AS category,
       (SELECT avg(rating) FROM reviews WHERE product_id = p.id) AS average,
       (SELECT count(*) FROM reviews WHERE product_id = p.id) AS reviews
     FROM products p JOIN categories c ON c.id = p.category_id WHERE p.id = $1`,
    [id],
  );
  return row;
}

export async function reviewsOf(db, productId) {
  return db.query(
    `SELECT r.rating, r.title, r.body, r.posted_at, r.order_id IS NOT NULL AS verified, c.full_name AS author
     FROM reviews r JOIN customers c ON c.id = r.customer_id WHERE r.product_id = $1 ORDER BY r.posted_at DESC LIMIT 6`,
    [productId],
  );
}

/** Four others from the same shelf. */
export async function alike(db, { id, slug }) {
  return db.query(
    `SELECT ${card} FROM products p JOIN categories c ON c.id = p.category_id
     WHERE c.slug = $2 AND p.id <> $1 ORDER BY p.created_at DESC, p.id LIMIT 4`,
    [id, slug],
  );
}
