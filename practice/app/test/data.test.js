// What must hold in production's data, and therefore in every copy of some of its rows.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openDatabase } from '../src/database.js';

const skip = process.env.DATABASE_URL ? false : 'DATABASE_URL is not set';
let db;
before(() => {
  if (!skip) db = openDatabase();
});
after(() => db?.close());

/** Fails with the number of rows that break a rule. */
const never = (rule, query) =>
  test(`never: ${rule}`, { skip }, async () => {
    const [{ broken }] = await db.query(`SELECT count(*)::int AS broken FROM (${query}) rows`);
    assert.equal(broken, 0, `${broken} rows`);
  });

test('there is something to look at', { skip }, async () => {
  for (const table of ['products', 'customers', 'orders', 'order_items', 'reviews', 'staff']) {
    const [{ rows }] = await db.query(`SELECT count(*)::int AS rows FROM ${table}`);
    assert.ok(rows > 0, `${table} is empty`);
  }
});

never('an order that costs less than its items', `
  SELECT o.id FROM orders o JOIN order_items i ON i.order_id = o.id
  GROUP BY o.id HAVING sum(i.quantity * i.unit_cents) + o.shipping_cents > o.total_cents`);

never('a parcel to another customer’s address', `
  SELECT o.id FROM orders o JOIN addresses a ON a.id = o.address_id WHERE a.customer_id <> o.customer_id`);

never('a review of a bought product by somebody who did not buy it', `
  SELECT r.id FROM reviews r JOIN order_items i USING (order_id, line_no) JOIN orders o ON o.id = i.order_id
  WHERE i.product_id <> r.product_id OR o.customer_id <> r.customer_id`);

never('a review before the order', `
  SELECT r.id FROM reviews r JOIN orders o ON o.id = r.order_id WHERE r.posted_at < o.placed_at`);

never('a chain of managers that does not end at the founder', `
  WITH RECURSIVE led AS (
    SELECT id FROM staff WHERE manager_id IS NULL UNION SELECT s.id FROM staff s JOIN led ON s.manager_id = led.id)
  SELECT id FROM staff WHERE id NOT IN (SELECT id FROM led)`);
