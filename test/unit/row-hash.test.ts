import { expect, test } from "vitest";
import { rowHash } from "../../agent/subset/row-hash.ts";

test("is even over neighbouring places, and another for another seed or table", () => {
  const buckets = Array.from({ length: 50 }, () => 0);
  const rows = 100_000;
  for (let row = 0; row < rows; row++) {
    const bucket = Math.floor(rowHash(42, "public.orders", `(${Math.floor(row / 60)},${1 + (row % 60)})`) * 50);
    buckets[bucket] = (buckets[bucket] ?? 0) + 1;
  }
  const expected = rows / 50;
  const chiSquare = buckets.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  // 49 degrees of freedom: 1 % of honest draws are above 74.9. The draw is fixed, so this never flickers.
  expect(chiSquare).toBeLessThan(74.9);
  expect(rowHash(1, "t", "(0,1)")).toBe(rowHash(1, "t", "(0,1)"));
  expect(new Set([rowHash(1, "t", "(0,1)"), rowHash(2, "t", "(0,1)"), rowHash(1, "u", "(0,1)")]).size).toBe(3);
});
