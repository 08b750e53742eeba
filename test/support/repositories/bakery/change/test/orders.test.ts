import assert from "node:assert/strict";
import { after, test } from "node:test";
import pg from "pg";
import { comingOrders, orderLine } from "../src/orders.ts";

const db = new pg.Pool({ connectionString: process.env.DATABASE_URL });
after(() => db.end());

test("an order says when it is fetched", () => {
  const order = { customer: "Ada", what: "2 loaves", day: "03 May", time: "08:30" };
  assert.equal(orderLine(order), "03 May at 08:30: 2 loaves for Ada");
});

test("every order has a time", async () => {
  for (const { time } of await comingOrders(db)) assert.match(time, /^\d\d:\d\d$/);
});
