import assert from "node:assert/strict";
import { after, test } from "node:test";
import postgres from "postgres";
import { bookingsPage } from "../src/bookings.js";

const sql = postgres(process.env.DATABASE_URL);
after(() => sql.end());

test("bookings have a price", async () => {
  assert.match(await bookingsPage(sql), /\d €/);
});
