// Every page, with whatever rows the database holds.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createShop } from '../src/app.js';
import { openDatabase } from '../src/database.js';

const skip = process.env.DATABASE_URL ? false : 'DATABASE_URL is not set';
let db;
let shop;
before(async () => {
  if (skip) return;
  db = openDatabase();
  shop = createShop(db);
  await new Promise((resolve) => shop.listen(0, '127.0.0.1', resolve));
});
after(async () => {
  if (skip) return;
  shop.closeAllConnections();
  await new Promise((resolve) => shop.close(resolve));
  await db.close();
});

async function open(path) {
  const response = await fetch(`http://127.0.0.1:${shop.address().port}${path}`);
  const text = await response.text();
  assert.doesNotMatch(text, /undefined|NaN|\[object/);
  return { status: response.status, text };
}

test('the window shows twelve products with their prices', { skip }, async () => {
  const { status, text } = await open('/');
  assert.equal(status, 200);
  assert.equal(text.match(/class="card"/g).length, 12);
  assert.match(text, /€\d/);
});

test('a department shows its shelves', { skip }, async () => {
  const { status, text } = await open('/?category=kitchen');
  assert.equal(status, 200);
  assert.match(text, /aria-label="Shelves"/);
});

test('a search that finds nothing says so', { skip }, async () => {
  assert.match((await open('/?q=no-such-thing')).text, /Nothing here/);
});

test('a product shows its name and what customers say', { skip }, async () => {
  const [{ product_id: id }] = await db.query('SELECT product_id FROM reviews ORDER BY id LIMIT 1');
  const { status, text } = await open(`/products/${id}`);
  assert.equal(status, 200);
  assert.match(text, /Add to basket/);
  assert.match(text, /class="review"/);
});

test('the order desk lists orders that open', { skip }, async () => {
  const { text } = await open('/orders');
  const [, path] = text.match(/href="(\/orders\/\d+)"/);
  const { status, text: order } = await open(path);
  assert.equal(status, 200);
  assert.match(order, /Total/);
});

test('the account greets a customer', { skip }, async () => {
  assert.match((await open('/account')).text, /Hello, /);
});

test('what does not exist is missing, not broken', { skip }, async () => {
  assert.equal((await open('/products/999999999')).status, 404);
  assert.equal((await open('/nowhere')).status, 404);
});

test('the shop is healthy while its database answers', { skip }, async () => {
  assert.deepEqual(await open('/healthz'), { status: 200, text: 'ok\n' });
});
