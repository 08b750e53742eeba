import { en, Faker } from "@faker-js/faker";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ColumnFacts } from "../../agent/mask/column-facts.ts";
import { compileMasks } from "../../agent/mask/compile-masks.ts";
import { includeKeptRows } from "../../agent/mask/include-kept-rows.ts";
import { drawLot } from "../../agent/mask/lot.ts";
import { lotKey } from "../../agent/mask/lot-key.ts";
import type { MaskRule } from "../../agent/mask/mask-rule.ts";
import { drawFirstName, drawLastName } from "../../agent/mask/names.ts";
import { columnFacts as facts } from "../support/column-facts.ts";

const key = Buffer.alloc(32, 7);
const maskOf = (rule: MaskRule, more: Partial<ColumnFacts> = {}, secret = key) => {
  const mask = compileMasks({ "t.c": rule }, [facts("t.c", more)], secret).forColumn({
    schema: "public",
    table: "t",
    column: "c",
  });
  if (typeof mask !== "function") throw new Error("no mask");
  return mask;
};
const textRules = [
  "email",
  "fullName",
  "firstName",
  "lastName",
  "phone",
  "address",
  "city",
  "postcode",
  "text",
  "hash",
] as const;

describe("every mask", () => {
  test.each(textRules)(
    "%s: same value same mask under one key, another under another, never the value, empty stays empty",
    (rule) => {
      const [mask, again, other] = [maskOf(rule), maskOf(rule), maskOf(rule, {}, Buffer.alloc(32, 8))];
      fc.assert(
        fc.property(fc.string({ minLength: 1 }), (value) => {
          expect(mask(value)).toBe(again(value));
          expect(mask(value)).not.toBe(value);
        }),
        { numRuns: 200 },
      );
      const values = Array.from({ length: 20 }, (_, index) => `+49 170 ${1_234_567 + index}`);
      expect(values.map(other)).not.toEqual(values.map(mask));
      expect(mask("")).toBe("");
    },
  );

  test.each(textRules)("%s: different values stay different on a unique column, within its length", (rule) => {
    const mask = maskOf(rule, { unique: true, type: "character varying", maxLength: 30 });
    const values = Array.from({ length: 1500 }, (_, index) => `+49 ${1_000_000 + index * 7}`);
    const masks = values.map((value) => mask(value) ?? "");
    expect(new Set(masks).size).toBe(values.length);
    expect(Math.max(...masks.map((one) => one.length))).toBeLessThanOrEqual(30);
  });

  test("a million values stay a million values, where the column has room for no more than what is a value's own", () => {
    const mask = maskOf("email", { unique: true, maxLength: 17 });
    const masks = new Set<string | null>();
    for (let index = 0; index < 1_000_000; index++) masks.add(mask(`user${index}@mail.test`));
    expect(masks.size).toBe(1_000_000);
  });

  test("number: stays in the type's range, without leading zeros, and different numbers stay different", () => {
    const mask = maskOf("number", { type: "smallint", unique: true });
    const values = Array.from({ length: 32_768 }, (_, index) => String(index)).filter(
      (_, index) => index % 67 === 0 || index > 32_000,
    );
    const masks = values.map((value) => mask(value) ?? "");
    expect(masks.every((one) => /^(0|[1-9]\d*)$/.test(one) && Number(one) <= 32_767)).toBe(true);
    expect(new Set(masks).size).toBe(values.length);
    expect(maskOf("number", { type: "numeric" })("-1234.50")).toMatch(/^-[1-9]\d{3}\.\d\d$/);
  });

  test("keeps the look of telephone numbers, dates, numbers, addresses", () => {
    expect(maskOf("phone")("+49 (170) 123-4567")).toMatch(/^\+\d\d \(\d{3}\) \d{3}-\d{4}$/);
    expect(maskOf("phone")("call Bob Miller")).toMatch(/^\d+$/);
    expect(maskOf("date", { type: "timestamp with time zone" })("2001-02-03 04:05:06+00")).toMatch(
      /^(1999|200[0-3])-\d\d-\d\d 04:05:06\+00$/,
    );
    expect(maskOf("date", { type: "date" })("infinity")).toBe("infinity");
    expect(maskOf("email")("a@b.c")).toMatch(/^[a-z]+\.[a-z]+\.[a-z\d]{16}@example\.com$/);
    expect(maskOf("uuid", { type: "uuid" })("x")).toMatch(/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/);
    expect(maskOf("ip", { type: "inet" })("192.168.1.1")).toMatch(/^10(\.\d{1,3}){3}$/);
    expect(maskOf("ip", { type: "inet" })("2001:db8::1")).toMatch(/^fd00::[0-9a-f:]+$/);
    expect(maskOf("null")("x")).toBeNull();
    expect(maskOf({ set: 5 })("x")).toBe("5");
  });
});

describe("settings", () => {
  const values = Array.from({ length: 2_000 }, (_, index) => index + 1);

  test("a date moves by at most its days, earlier and later, and stays one that PostgreSQL writes", () => {
    const mask = maskOf({ rule: "date", days: 5 }, { type: "date" });
    const moved = values.map((day) => {
      const before = new Date(Date.UTC(2000, 0, day)).toISOString().slice(0, 10);
      return (Date.parse(mask(before) ?? "") - Date.parse(before)) / 86_400_000;
    });
    expect(new Set(moved)).toEqual(new Set([-5, -4, -3, -2, -1, 1, 2, 3, 4, 5]));
    for (const edge of ["0001-01-01", "9999-12-31"]) expect(mask(edge)).toMatch(/^(0001-01|9999-12)-\d\d$/);
    expect(mask("0044-03-15 BC")).toBe("0044-03-15 BC");
  });

  test("a text that is no date or no number is not passed on as it is", () => {
    for (const rule of ["date", { rule: "date", days: 3 }, "number", { rule: "number", within: 0.5 }] as const) {
      expect(maskOf(rule)("born in March 1980, Ann")).not.toMatch(/March|1980|Ann/);
    }
  });

  test("a number changes within its share, keeps sign, decimals and length, and is never what it was", () => {
    const mask = maskOf({ rule: "number", within: 0.1 }, { type: "numeric" });
    for (const value of values) {
      const [before, after] = [value / 100, Number(mask((value / 100).toFixed(2)))];
      expect(Math.abs(after - before)).toBeLessThanOrEqual(Math.max(before / 10, 0.01) + 1e-9);
      expect(after).not.toBe(before);
    }
    expect(mask("-1234.50")).toMatch(/^-1[1-3]\d\d\.\d\d$/);
    expect(mask("999.99")).toMatch(/^9\d\d\.\d\d$/);
    expect(["0", "0.00", "NaN"].map(mask)).toEqual(["0", "0.00", "NaN"]);
    expect(maskOf({ rule: "number", within: 0.9 }, { type: "smallint" })("32767")).toMatch(/^\d{1,5}$/);
    expect(maskOf({ rule: "number", within: 0.1 }, { type: "double precision" })("1.5e+300")).toMatch(/^1\.\de\+300$/);
  });

  test("negative numbers stay apart from others, and from nothing", () => {
    const mask = maskOf("number", { type: "integer", unique: true });
    const masks = Array.from({ length: 199 }, (_, index) => mask(String(index - 99)));
    expect(new Set(masks.map(Number)).size).toBe(199);
    expect(maskOf("number", { type: "double precision" })("1.25e+300")).toMatch(/^\d\.\d\de\+300$/);
    expect(maskOf("number", { unique: true })("007")).toMatch(/^0\d\d$/);
  });

  test("of a JSON document only what the paths lead to changes, and types stay", () => {
    const mask = maskOf(
      {
        rule: "json",
        paths: {
          "$.user.email": "email",
          "items[*].note": "null",
          '$["a b"]': { set: "x" },
          "$..phone": "phone",
          $k: "keep",
        },
      },
      { type: "jsonb" },
    );
    const before =
      '{"id": 12345678901234567890, "user": {"email": "ann@a.test", "phone": 4917012345, "x": "a\\u0000"}, ' +
      '"items": [{"note": "n", "phone": "+49 170 1"}, {"note": ["a", {"b": 1.50}]}], "a b": true, "$k": {"phone": "1"}}';
    const after = mask(before) ?? "";
    const parsed = JSON.parse(after);
    expect(after).toContain('{"id": 12345678901234567890, "user": {"email": "');
    expect(after).toContain('"x": "a\\u0000"}');
    expect(parsed.user.email).toBe(maskOf("email")("ann@a.test"));
    expect(String(parsed.user.phone)).toMatch(/^[1-9]\d{9}$/);
    expect(parsed.user.phone).not.toBe(4917012345);
    expect(parsed.items[0].note).toBeNull();
    expect(parsed.items[0].phone).toBe(maskOf("phone")("+49 170 1"));
    expect(parsed.items[1].note).toEqual([null, { b: null }]);
    expect(parsed["a b"]).toBe("x");
    expect(maskOf("json", { type: "jsonb" })(before)).toBe("{}");
  });

  test("a path that leads to nothing in any sampled document is told", () => {
    const columns = [facts("t.c", { type: "jsonb", samples: ['{"a": {"b": 1}}', '{"a": {}}'] })];
    const { notes } = compileMasks(
      { "t.c": { rule: "json", paths: { "$.a.b": "number", "$.b": "text" } } },
      columns,
      key,
    );
    expect(notes).toEqual(["mask.t.c: the path $.b leads to nothing in 2 sampled rows"]);
  });
});

describe("rules", () => {
  const usage = { code: "config-invalid", usage: true };
  test("that name no column are refused with the nearest", () => {
    expect(() => compileMasks({ "users.emial": "email" }, [facts("users.email")], key)).toThrow(
      expect.objectContaining({ ...usage, next: expect.stringContaining('users.email"') }),
    );
  });

  test("hold for all columns that are joined, and must not differ among them", () => {
    const columns = [facts("a.code", { joined: 5 }), facts("b.code", { joined: 5, unique: true })];
    const masks = compileMasks({ "a.code": "hash" }, columns, key);
    const [a, b] = ["a", "b"].map((table) => masks.forColumn({ schema: "public", table, column: "code" }));
    expect(a).toBe(b);
    expect(() => compileMasks({ "a.code": "hash", "b.code": "text" }, columns, key)).toThrow(
      expect.objectContaining(usage),
    );
  });

  test.each<[MaskRule, Partial<ColumnFacts>]>([
    ["email", { type: "integer" }],
    ["null", { nullable: false }],
    [{ set: "x" }, { unique: true }],
    ["firstName", { unique: true, maxLength: 4 }],
    ["date", { type: "date", unique: true }],
    ["text", { type: "text[]", kind: "array" }],
    ["text", { type: "text_size", kind: "enum" }],
    ["text", { type: "text_pair" }],
    ["date", { type: "int4range", kind: "range" }],
    ["email", { partitionKey: true }],
    [{ sql: "1" }, { partitionKey: true }],
    ["email", { generated: true }],
    [
      { rule: "number", within: 0.5 },
      { type: "integer", unique: true },
    ],
    ["email", { maxLength: 12 }],
    ["email", { unique: true, maxLength: 16 }],
    ["hash", { unique: true, maxLength: 15 }],
    ["uuid", { maxLength: 32 }],
    ["postcode", { unique: true, maxLength: 8, samples: ["12345", "SW1A"] }],
  ])("%j does not fit %j", (rule, column) => {
    expect(() => maskOf(rule, column)).toThrow(expect.objectContaining(usage));
  });

  test("of joined columns respect every one of them", () => {
    const pair = (rule: MaskRule, a: Partial<ColumnFacts>, b: Partial<ColumnFacts>) =>
      compileMasks({ "a.x": rule }, [facts("a.x", { joined: 7, ...a }), facts("b.y", { joined: 7, ...b })], key);
    const of = (masks: ReturnType<typeof pair>) => {
      const mask = masks.forColumn({ schema: "public", table: "b", column: "y" });
      return typeof mask === "function" ? mask : undefined;
    };
    const small = of(pair("number", { type: "bigint" }, { type: "smallint" }));
    expect(Number(small?.("31000"))).toBeLessThan(32_768);
    const folded = of(pair("email", { type: "citext" }, { type: "citext" }));
    expect(folded?.("Ann@A.test")).toBe(folded?.("ann@a.test"));
    const padded = of(pair("text", { type: "character", maxLength: 20 }, { type: "text" }));
    expect(padded?.("ann   ")).toBe(padded?.("ann"));
    expect(of(pair("uuid", { type: "uuid" }, {}))?.("x")).toMatch(/^[0-9a-f-]{36}$/);
    expect(() => pair("number", { type: "integer" }, { type: "numeric" })).toThrow(
      expect.objectContaining({ ...usage, why: expect.stringContaining("a.x (integer), b.y (numeric)") }),
    );
    expect(() => pair({ sql: "md5(x)" }, {}, {})).toThrow(
      expect.objectContaining({ ...usage, why: expect.stringContaining("a.x, b.y") }),
    );
    expect(() => pair("text", {}, { generated: true })).toThrow(
      expect.objectContaining({ ...usage, where: "mask.b.y" }),
    );
  });

  test("leave rows alone where nothing else can then break", () => {
    const kept = { t: "admin" };
    const masks = compileMasks({ "t.email": "email" }, [facts("t.email", { unique: true })], key, kept);
    expect(masks.keptRows({ schema: "public", table: "t" })).toBe("admin");
    expect(masks.keptRows({ schema: "public", table: "u" })).toBeUndefined();
    const refused = (columns: ColumnFacts[], rule: MaskRule = "text") =>
      expect(() => compileMasks({ "t.x": rule }, columns, key, kept)).toThrow(
        expect.objectContaining({ ...usage, where: "mask.t.keepRows" }),
      );
    refused([facts("t.x", { joined: 9 }), facts("u.y", { joined: 9 })]);
    refused([facts("t.x", { type: "integer", unique: true })], "number");
    expect(() => compileMasks({}, [facts("t.x")], key, { tt: "admin" })).toThrow(
      expect.objectContaining({ ...usage, next: 'Write "t".' }),
    );
  });

  test("bring the rows that they leave alone", () => {
    const section = {
      users: { keepRows: "staff" },
      "public.a": { keepRows: "x" },
      b: { keepRows: "y" },
      "b.c": "text",
    } as const;
    expect(includeKeptRows({ "public.users": 0, a: { rows: 3, include: "z" }, b: "all", c: 5 }, section)).toEqual({
      "public.users": { rows: 0, include: "staff\n" },
      a: { rows: 3, include: "(z\n) OR (x\n)" },
      b: "all",
      c: 5,
    });
    expect(includeKeptRows({}, section)).toMatchObject({ users: { include: "staff\n" } });
  });

  test("keep leaves the column as it is", () => {
    const masks = compileMasks({ "t.email": "keep" }, [facts("t.email")], key);
    expect(masks.forColumn({ schema: "public", table: "t", column: "email" })).toBeUndefined();
    expect(masks.findings).toEqual([]);
  });
});

test("names are those that Faker would draw", () => {
  const key = lotKey(Buffer.alloc(32, 5));
  let draw = () => 0;
  const faker = new Faker({ locale: en, randomizer: { next: () => draw(), seed: () => {} } });
  for (let value = 0; value < 2000; value++) {
    const lot = (purpose: string) => drawLot(key, purpose, String(value));
    const [first, last] = [lot("first"), lot("last")];
    draw = () => first.next();
    expect(drawFirstName(lot("first"))).toBe(faker.person.firstName());
    draw = () => last.next();
    expect(drawLastName(lot("last"))).toBe(faker.person.lastName());
  }
});
