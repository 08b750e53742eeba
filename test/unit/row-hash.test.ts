import { expect, test } from "vitest";
import { lotOf, streamOf } from "../../agent/subset/selection/row-hash.ts";

test("is even over neighbouring places, and another for another seed or table", () => {
  const buckets = Array.from({ length: 50 }, () => 0);
  const rows = 100_000;
  const orders = streamOf(42, "public.orders");
  for (let row = 0; row < rows; row++) {
    const bucket = Math.floor(lotOf(orders, Math.floor(row / 60) * 2048 + 1 + (row % 60)) * 50);
    buckets[bucket] = (buckets[bucket] ?? 0) + 1;
  }
  const expected = rows / 50;
  const chiSquare = buckets.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  // 49 degrees of freedom: 1 % of honest draws are above 74.9. The draw is fixed, so this never flickers.
  expect(chiSquare).toBeLessThan(74.9);
  const lot = (seed: number, table: string) => lotOf(streamOf(seed, table), 1);
  expect(lot(1, "t")).toBe(lot(1, "t"));
  expect(new Set([lot(1, "t"), lot(2, "t"), lot(1, "u")]).size).toBe(3);
});
