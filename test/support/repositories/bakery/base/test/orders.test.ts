import assert from "node:assert/strict";
import { after, test } from "node:test";
import pg from "pg";
import { comingOrders, orderLine } from "../src/orders.ts";

const db = new pg.Pool({ connectionString: process.env.DATABASE_URL });
after(() => db.end());

test("an order says for whom it is", () => {
  assert.equal(orderLine({ customer: "Ada", what: "2 loaves", day: "03 May" }), "03 May: 2 loaves for Ada");
});

test("what is to be baked comes in the order of its days", async () => {
  assert.ok((await comingOrders(db)).length > 0);
});
