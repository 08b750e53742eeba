import fc from "fast-check";
import { expect, test } from "vitest";
import { readIntegers, readPlaces, readTexts, writeArray } from "../../agent/subset/selection/array-text.ts";
import { keyCodes } from "../../agent/subset/selection/key-codes.ts";
import { placeOf } from "../../agent/subset/selection/places.ts";

test("texts survive the way into an array and back", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary" })), (texts) => {
      expect(readTexts(writeArray(texts))).toEqual(texts);
    }),
  );
  expect(readTexts('{NULL,"NULL",a b,"q\\"uote","back\\\\slash","",x}')).toEqual([
    null,
    "NULL",
    "a b",
    'q"uote',
    "back\\slash",
    "",
    "x",
  ]);
});

test("whole numbers keep every digit, also where a double does not", () => {
  const codes = keyCodes();
  const numbers = ["0", "-1", "42", "999999999999999", "9007199254740993", "-9223372036854775808", "9007199254740992"];
  const read = readIntegers(`{${numbers.join(",")},NULL}`, codes.ofText);
  expect(read.slice(0, -1).map(codes.textOf)).toEqual(numbers);
  expect(read.at(-1)).toBeNaN();
  expect(new Set(read).size).toBe(read.length);
  expect(readIntegers("{}", codes.ofText)).toEqual([]);
});

test("places are read as the server writes them", () => {
  expect(readPlaces('{"(0,1)","(4294967294,291)"}')).toEqual([placeOf(0, 1), placeOf(4_294_967_294, 291)]);
  expect(readPlaces("{}")).toEqual([]);
});
