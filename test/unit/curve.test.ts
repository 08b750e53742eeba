import fc from "fast-check";
import { expect, test } from "vitest";
import { curveThrough, defaultCurve } from "../../agent/subset/curve.ts";

test("goes through its points and between them straight on log-log paper", () => {
  const curve = curveThrough(defaultCurve);
  expect([0, 1, 2, 10, 1_000, 200_000, 1_000_000].map(curve)).toEqual([0, 1, 1, 3, 77, 3218, 10_000]);
  expect(curveThrough({ "10": 10, "100": 20, "10000": 200 })(1000)).toBe(63);
  expect(curveThrough({ "10": 10, "100": 20 })(10_000)).toBe(80);
});

test("never keeps more than there is, nor nothing of something, nor less of more", () => {
  const curve = curveThrough({ "100": 90, "1000": 500 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e9 }), fc.integer({ min: 0, max: 1e6 }), (rows, more) => {
      expect(curve(rows)).toBeGreaterThanOrEqual(1);
      expect(curve(rows)).toBeLessThanOrEqual(rows);
      expect(curve(rows + more)).toBeGreaterThanOrEqual(curve(rows));
    }),
  );
});

test.each([[{}], [{ "10": 3 }], [{ "0": 1, "10": 3 }], [{ ten: 3, "100": 5 }]])("refuses %j", (points) => {
  expect(() => curveThrough(points)).toThrow(expect.objectContaining({ code: "config-invalid", usage: true }));
});
