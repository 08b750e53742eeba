import { createSecretKey } from "node:crypto";
import { en, Faker } from "@faker-js/faker";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ColumnFacts, MaskRule } from "../../agent/mask/column-facts.ts";
import { compileMasks } from "../../agent/mask/compile-masks.ts";
import { describeUnmasked, findUnmasked } from "../../agent/mask/find-unmasked.ts";
import { drawLot } from "../../agent/mask/lot.ts";
import { drawFirstName, drawLastName } from "../../agent/mask/names.ts";

const key = Buffer.alloc(32, 7);
let next = 1000;
const facts = (name: string, more: Partial<ColumnFacts> = {}): ColumnFacts => {
  const [table = "", column = ""] = name.split(".");
  return {
    schema: "public",
    table,
    column,
    type: "text",
    nullable: true,
    unique: false,
    joined: next++,
    samples: [],
    ...more,
  };
};
const maskOf = (rule: MaskRule, more: Partial<ColumnFacts> = {}, secret = key) => {
  const mask = compileMasks({ "t.c": rule }, [facts("t.c", more)], secret).forColumn({
    schema: "public",
    table: "t",
    column: "c",
  });
  if (!mask) throw new Error("no mask");
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
    expect(maskOf("email")("a@b.c")).toMatch(/^[a-z.]+@example\.com$/);
    expect(maskOf("uuid", { type: "uuid" })("x")).toMatch(/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/);
    expect(maskOf("ip", { type: "inet" })("192.168.1.1")).toMatch(/^10(\.\d{1,3}){3}$/);
    expect(maskOf("ip", { type: "inet" })("2001:db8::1")).toMatch(/^fd00::[0-9a-f:]+$/);
    expect(maskOf("null")("x")).toBeNull();
    expect(maskOf({ set: 5 })("x")).toBe("5");
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
    expect(a?.("x")).toBe(b?.("x"));
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
    ["text", { type: "text[]" }],
  ])("%j does not fit %j", (rule, column) => {
    expect(() => maskOf(rule, column)).toThrow(expect.objectContaining(usage));
  });

  test("keep leaves the column as it is", () => {
    const masks = compileMasks({ "t.email": "keep" }, [facts("t.email")], key);
    expect(masks.forColumn({ schema: "public", table: "t", column: "email" })).toBeUndefined();
    expect(masks.findings).toEqual([]);
  });
});

describe("detection", () => {
  test.each([
    ["users.email", "email"],
    ["users.EMailAddress", "email"],
    ["users.password_digest", "hash"],
    ["sessions.token", "hash"],
    ["users.firstName", "firstName"],
    ["users.surname", "lastName"],
    ["employees.name", "fullName"],
    ["orders.billing_address", "address"],
    ["addresses.line1", "address"],
    ["addresses.zip", "postcode"],
    ["users.mobile_number", "phone"],
    ["payments.iban", "hash"],
  ])("%s looks personal by its name: %s", (name, proposal) => {
    expect(findUnmasked([facts(name)], {})).toMatchObject([{ proposal }]);
  });

  test("dates of birth and IP addresses look personal whatever their type", () => {
    expect(
      findUnmasked([facts("users.birth_date", { type: "date" }), facts("logins.ip", { type: "inet" })], {}),
    ).toMatchObject([{ proposal: "date" }, { proposal: "ip" }]);
  });

  test.each([
    "products.name",
    "users.id",
    "orders.status",
    "shipments.description",
    "users.capacity",
    "pages.skip",
    "tickets.relay",
  ])("%s does not", (name) => {
    expect(findUnmasked([facts(name, { samples: ["abc", "2024-01-01", "12345678"] })], {})).toEqual([]);
  });

  test("a flag or a number about mail is none", () => {
    expect(
      findUnmasked(
        [facts("users.email_verified", { type: "boolean" }), facts("users.phone_count", { type: "integer" })],
        {},
      ),
    ).toEqual([]);
  });

  test("looks into the values, without showing them", () => {
    const columns = [
      facts("logs.message", { samples: ["hello", "sent to bob@mail.test"] }),
      facts("users.contact", { samples: ["bob@mail.test", "ann@mail.test"] }),
      facts("users.data", { type: "jsonb", samples: ['{"to": "bob@mail.test"}'] }),
      facts("users.tags", { type: "text[]", nullable: false, samples: ["{bob@mail.test}"] }),
      facts("users.line", { samples: ["+1 (555) 010-2000", "+1 555 0103000"] }),
    ];
    const found = findUnmasked(columns, {});
    expect(found.map(({ proposal }) => proposal)).toEqual(["text", "email", "json", { set: "" }, "phone"]);
    expect(JSON.stringify(found)).not.toContain("bob");
    // What is proposed can be pasted and is then accepted.
    const pasted = JSON.parse(`{${describeUnmasked(found).replaceAll(/ \/\/.*$/gm, "")}}`).mask;
    expect(findUnmasked(columns, pasted)).toEqual([]);
  });

  test("a rule on one joined column speaks for the others", () => {
    const columns = [facts("users.email", { joined: 1 }), facts("orders.email", { joined: 1 }), facts("leads.email")];
    expect(findUnmasked(columns, { "users.email": "email" }).map(({ column }) => column)).toEqual(["leads.email"]);
  });
});

test("names are those that Faker would draw", () => {
  const key = createSecretKey(Buffer.alloc(32, 5));
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
