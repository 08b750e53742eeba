import fc from "fast-check";
import { expect, test } from "vitest";
import { ascending } from "../../agent/subset/selection/numbers.ts";

test("indexes come in the exact order of their numbers, those that are nearly or wholly alike included", () => {
  const near = fc
    .tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 }))
    .map(([a, b]) => a / 4 + b * 2e-16);
  const number = fc.oneof(near, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }));
  fc.assert(
    fc.property(fc.array(number, { maxLength: 300 }), (list) => {
      const numbers = Float64Array.from(list);
      const compare = (a: number, b: number) => (numbers[a] ?? 0) - (numbers[b] ?? 0) || a - b;
      expect([...ascending(numbers, compare)]).toEqual([...numbers.keys()].sort(compare));
    }),
  );
});
