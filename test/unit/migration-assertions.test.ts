import { describe, expect, test } from "vitest";
import { describeBreaking } from "../../agent/migrations/proof/breaking-rows.ts";
import type { Catalogue, CatalogueTable, ForeignKey, UniqueKey } from "../../agent/migrations/proof/catalogue.ts";
import { findAssertions } from "../../agent/migrations/proof/find-assertions.ts";

const column = (number: number, name: string, notNull = false, type = "integer") => ({ number, name, type, notNull });
const key = (...columns: number[]): UniqueKey => ({
  oid: `key ${columns}`,
  name: `key_${columns.join("_")}`,
  columns,
  nullsNotDistinct: false,
  plain: true,
});
const refers: ForeignKey = { columns: [2], parent: "1", parentColumns: [1], full: false, validated: true };

const customers: CatalogueTable = {
  oid: "1",
  schema: "public",
  name: "customers",
  partitioned: false,
  parents: [],
  columns: [column(1, "id", true), column(2, "email"), column(3, "city")],
  keys: [key(1)],
  foreignKeys: [],
  conditions: [],
};
const orders: CatalogueTable = {
  ...customers,
  oid: "2",
  schema: "shop",
  name: "orders",
  columns: [column(1, "id", true), column(2, "customer_id")],
};
const before: Catalogue = [customers, orders];

/** What is found where these tables have changed. */
function found(...changed: CatalogueTable[]) {
  return findAssertions(before, [...before.filter(({ oid }) => !changed.some((one) => one.oid === oid)), ...changed]);
}

describe("what a migration asserts of older rows", () => {
  test("nothing, where nothing has changed or only new things are there", () => {
    const added = column(4, "joined", true);
    const fresh = { ...customers, oid: "3", name: "coupons" };
    expect(found({ ...customers, columns: [...customers.columns, added], keys: [key(1), key(4), key(3, 4)] })).toEqual({
      assertions: [],
      unproved: [],
    });
    expect(found(fresh, { ...orders, foreignKeys: [{ ...refers, parent: "3" }] }).assertions).toEqual([]);
  });

  test("a column that is never NULL from now on, by the names that production has", () => {
    const renamed = { ...customers, name: "people", columns: [column(1, "id", true), column(2, "mail", true)] };
    expect(found(renamed).assertions).toEqual([
      { kind: "notNull", table: { schema: "public", name: "customers" }, partitioned: false, columns: ["email"] },
    ]);
  });

  test("a table speaks for its partitions", () => {
    const parent = { ...customers, oid: "4", name: "events", partitioned: true };
    const child = { ...customers, oid: "5", name: "events_2025", parents: ["4"] };
    const strict = (table: CatalogueTable) => ({
      ...table,
      columns: table.columns.map((one) => ({ ...one, notNull: true })),
    });
    const both = findAssertions([parent, child], [strict(parent), strict(child)]).assertions;
    expect(both.map(({ table, columns }) => [table.name, ...columns])).toEqual([
      ["events", "email"],
      ["events", "city"],
    ]);
    const alone = findAssertions([parent, child], [parent, strict(child)]).assertions;
    expect(alone.map(({ table }) => table.name)).toEqual(["events_2025", "events_2025"]);
  });

  test("a new key, unless an older one says as much", () => {
    const unique = found({ ...customers, keys: [key(1), key(2, 3)] }).assertions;
    expect(unique).toEqual([
      {
        kind: "unique",
        table: { schema: "public", name: "customers" },
        partitioned: false,
        columns: ["email", "city"],
        nullsNotDistinct: false,
      },
    ]);
    expect(found({ ...customers, keys: [key(1), key(3, 1)] }).assertions).toEqual([]);
    expect(found({ ...customers, keys: [{ ...key(1), oid: "built anew" }] }).assertions).toEqual([]);
    expect(found({ ...customers, keys: [{ ...key(1), nullsNotDistinct: true }] }).assertions).toHaveLength(1);
  });

  test("a new foreign key, once it is validated", () => {
    const refering = (validated: boolean) => ({ ...orders, foreignKeys: [{ ...refers, validated }] });
    expect(found(refering(false)).assertions).toEqual([]);
    expect(found(refering(true)).assertions).toMatchObject([
      {
        kind: "foreignKey",
        table: { schema: "shop", name: "orders" },
        columns: ["customer_id"],
        parentColumns: ["id"],
      },
    ]);
    expect(findAssertions([customers, refering(false)], [customers, refering(true)]).assertions).toHaveLength(1);
    expect(findAssertions([customers, refering(true)], [customers, refering(true)]).assertions).toEqual([]);
  });

  test("what cannot be counted is named", () => {
    const condition = {
      oid: "9",
      kind: "CHECK",
      name: "adult",
      columns: [3],
      definition: "CHECK (age > 17)",
      validated: true,
    } as const;
    const changed = {
      ...customers,
      columns: [column(1, "id", true, "bigint"), column(2, "email"), column(3, "city")],
      keys: [key(1), { ...key(2), plain: false }],
      conditions: [condition],
    };
    expect(found(changed).unproved).toEqual([
      "the CHECK constraint adult of customers",
      "the type of customers.id, integer until now and bigint from then on",
      "the unique index key_2 of customers, which is partial or not over plain columns",
    ]);
    expect(found({ ...customers, conditions: [{ ...condition, validated: false }] }).unproved).toEqual([]);
    expect(found({ ...customers, conditions: [{ ...condition, columns: [4] }] }).unproved).toEqual([]);
    expect(found({ ...customers, conditions: [{ ...condition, columns: [3, 4] }] }).unproved).toHaveLength(1);
    expect(found({ ...customers, conditions: [{ ...condition, columns: [] }] }).unproved).toHaveLength(1);
    expect(findAssertions(before, [{ ...customers, oid: "7" }, orders]).unproved).toEqual([
      "customers, which the migration makes anew",
    ]);
  });
});

test("what breaks an assertion is counted in words", () => {
  const about = { table: { schema: "public", name: "reviews" }, partitioned: false };
  const unique = { ...about, kind: "unique" as const, columns: ["a", "b"], nullsNotDistinct: false };
  const notNull = { ...about, kind: "notNull" as const, columns: ["a"] };
  expect(describeBreaking(unique, { rows: 2400, groups: 1200 })).toBe(
    "1,200 values of reviews (a, b) occur more than once, in 2,400 rows",
  );
  expect(describeBreaking(notNull, { rows: 1, groups: 0 })).toBe("1 row of reviews (a) is NULL");
});
