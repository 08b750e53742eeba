import fc from "fast-check";
import { expect, test } from "vitest";
import type { Table } from "../../agent/subset/catalogue/catalogue.ts";
import { proposeLinks, undeclaredNote } from "../../agent/subset/catalogue/propose-links.ts";
import { splitInProportion } from "../../agent/subset/catalogue/table-trees.ts";
import { curveThrough, defaultCurve } from "../../agent/subset/curve.ts";
import { capFamilies, familyCap } from "../../agent/subset/selection/families.ts";
import { planTargets } from "../../agent/subset/targets.ts";

const table = (name: string, columns: Record<string, string>, more: Partial<Table> = {}): Table => ({
  schema: "public",
  name,
  oid: [...name].reduce((sum, character) => sum * 31 + character.charCodeAt(0), 7) % 1e9,
  partitioned: false,
  inherits: [],
  foreignHeirs: false,
  leaves: [],
  partial: false,
  columns: Object.entries(columns).map(([column, type]) => ({ name: column, type, binarySafe: true })),
  generated: [],
  pages: 1,
  rows: 100,
  ...more,
});

test("an inheritance tree has one target, split in proportion", () => {
  const animals = table("animals", {}, { rows: 500 });
  const cats = table("cats", {}, { rows: 400, inherits: [animals.oid] });
  const kittens = table("kittens", {}, { rows: 100, inherits: [cats.oid] });
  const stones = table("stones", {}, { rows: 1000 });
  const curve = curveThrough(defaultCurve);
  const targets = planTargets([animals, cats, kittens, stones], curve, {});
  const rows = (one: Table) => targets.get(one)?.rows ?? 0;
  expect(rows(animals) + rows(cats) + rows(kittens)).toBe(curve(1000));
  expect([rows(animals), rows(cats), rows(kittens), rows(stones)]).toEqual([38, 31, 8, 77]);
  expect(targets.get(cats)?.because).toBe("its part of the 77 rows of its inheritance tree");
});

test("a split adds up, and leaves no part empty that was not", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(10_000), { minLength: 1 }), fc.nat(1000), (parts, more) => {
      const sum = parts.reduce((total, part) => total + part, 0);
      const whole = Math.min(sum, parts.filter((part) => part > 0).length + more);
      const shares = splitInProportion(whole, parts);
      for (const [index, part] of parts.entries()) expect((shares[index] ?? 0) > 0).toBe(part > 0);
      expect(shares.reduce((total, share) => total + share, 0)).toBeGreaterThanOrEqual(whole);
      expect(shares.reduce((total, share) => total + share, 0)).toBeLessThan(whole + parts.length);
    }),
  );
});

test("links are proposed from the columns' names, and only where the types fit", () => {
  const users = table("users", { id: "bigint", email: "text" });
  const addresses = table("addresses", { id: "integer", user_id: "integer" });
  const companies = table("Companies", { companyId: "uuid", parent_id: "uuid" });
  const events = table("events", {
    id: "bigint",
    user_id: "integer",
    billing_address_id: "integer",
    companyId: "uuid",
    subject_id: "text",
    subject_type: "text",
    paid: "boolean",
    address_id: "text",
  });
  expect(proposeLinks([users, addresses, companies, events])).toEqual([
    { from: "addresses.user_id", to: "users.id" },
    { from: "Companies.parent_id", to: "Companies.companyId" },
    { from: "events.user_id", to: "users.id" },
    { from: "events.billing_address_id", to: "addresses.id" },
    { from: "events.companyId", to: "Companies.companyId" },
  ]);
  expect(undeclaredNote([users, addresses], 0)).toContain('{ "from": "addresses.user_id", "to": "users.id" }');
  expect(undeclaredNote([users, addresses], 1)).toBeUndefined();
  expect(undeclaredNote([users], 0)).toBeUndefined();
});

test("a family is capped only where it would take over, and then the draw still gets its rows", () => {
  expect(familyCap([5, 5, 5], 10, 15)).toBeUndefined();
  const sizes = [1000, ...Array.from({ length: 76 }, () => 5)];
  const cap = familyCap(sizes, 272, 461) ?? 0;
  expect(cap).toBeGreaterThan(5);
  expect(cap).toBeLessThan(55);
  expect(sizes.reduce((sum, size) => sum + Math.min(size, cap), 0)).toBeGreaterThanOrEqual(272);
  expect(capFamilies([1, 1, 2, 1, 2, 3], (one) => one, 2)).toEqual([1, 1, 2, 2, 3]);
});
