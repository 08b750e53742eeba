import { expect, test } from "vitest";
import { compare, median } from "../bench/compare.ts";

test("the median is the middle, or the mean of the two middle ones", () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 9, 2])).toBe(3);
});

test("pairs are interleaved, warmed up and change their order", async () => {
  const calls: string[] = [];
  const contender = (name: string) => async () => void calls.push(name);
  await compare({ name: "any", base: contender("b"), subject: contender("s"), pairs: 3, limit: 1 });
  expect(calls.join("")).toBe("bs" + "bs" + "sb" + "bs");
});
