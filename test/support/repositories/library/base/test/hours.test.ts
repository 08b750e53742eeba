import assert from "node:assert/strict";
import { test } from "node:test";

test("somebody knows when we are open", async () => {
  const answer = await fetch(process.env.HOURS_URL ?? "http://localhost:9000");
  assert.match(await answer.text(), /^Open/);
});
