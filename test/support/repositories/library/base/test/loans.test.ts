import assert from "node:assert/strict";
import { test } from "node:test";
import { drizzle } from "drizzle-orm/node-postgres";
import { place } from "../src/database.ts";
import { loansPage } from "../src/loans.ts";

test("a loan says until when it is", async (context) => {
  const db = drizzle({ connection: place });
  context.after(() => db.$client.end());
  assert.match(await loansPage(db), /until \d{4}-\d\d-\d\d/);
});
