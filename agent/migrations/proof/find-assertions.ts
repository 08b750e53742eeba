import type { Assertion } from "./assertion.ts";
import type { Catalogue, CatalogueTable, ForeignKey, UniqueKey } from "./catalogue.ts";
import { findUnproved } from "./find-unproved.ts";

/** What a migration asserts of rows that it did not make. */
export interface Asserted {
  readonly assertions: readonly Assertion[];
  /** What it asserts besides and what cannot be counted, in words. */
  readonly unproved: readonly string[];
}

/**
 * Compares a database's catalogue from before a migration with the one from after it. Tables and columns that the
 * migration makes hold what it writes itself: the clone has shown that already.
 */
export function findAssertions(before: Catalogue, after: Catalogue): Asserted {
  const old = new Map(before.map((table) => [table.oid, table]));
  const assertions = after.flatMap((now) => {
    const then = old.get(now.oid);
    return then
      ? [...newNotNulls(then, now, old, after), ...newKeys(then, now), ...newForeignKeys(then, now, old)]
      : [];
  });
  return { assertions, unproved: findUnproved(before, after) };
}

const aboutOf = ({ schema, name, partitioned }: CatalogueTable) => ({ table: { schema, name }, partitioned });

/** One for a table speaks for its children too. */
function newNotNulls(
  then: CatalogueTable,
  now: CatalogueTable,
  old: ReadonlyMap<string, CatalogueTable>,
  after: Catalogue,
): Assertion[] {
  const parents = after.filter(({ oid }) => now.parents.includes(oid));
  return becameNotNull(then, now)
    .filter((column) => !parents.some((parent) => becameNotNull(old.get(parent.oid), parent).includes(column)))
    .map((column) => ({ kind: "notNull", ...aboutOf(then), columns: [column] }));
}

/** The columns by their old names. */
function becameNotNull(then: CatalogueTable | undefined, now: CatalogueTable): string[] {
  return now.columns.flatMap(({ number, notNull }) => {
    const column = then?.columns.find((one) => one.number === number);
    return column && notNull && !column.notNull ? [column.name] : [];
  });
}

function newKeys(then: CatalogueTable, now: CatalogueTable): Assertion[] {
  return now.keys.flatMap((key) => {
    const columns = namesOf(then, key.columns);
    if (!columns || !key.plain || then.keys.some((known) => implies(known, key))) return [];
    return [{ kind: "unique", ...aboutOf(then), columns, nullsNotDistinct: key.nullsNotDistinct }];
  });
}

/** Rows that differ in some columns differ in more. A key is another one when its index was built anew. */
function implies(known: UniqueKey, key: UniqueKey): boolean {
  const covers = known.columns.every((column) => key.columns.includes(column));
  return known.plain && covers && (known.nullsNotDistinct || !key.nullsNotDistinct);
}

function newForeignKeys(
  then: CatalogueTable,
  now: CatalogueTable,
  old: ReadonlyMap<string, CatalogueTable>,
): Assertion[] {
  return now.foreignKeys.flatMap((key) => {
    const parent = old.get(key.parent);
    const columns = namesOf(then, key.columns);
    const parentColumns = parent && namesOf(parent, key.parentColumns);
    if (!parent || !columns || !parentColumns || !key.validated) return [];
    if (then.foreignKeys.some((known) => isSame(known, key))) return [];
    const { table, partitioned } = aboutOf(parent);
    return [
      {
        kind: "foreignKey",
        ...aboutOf(then),
        columns,
        parent: table,
        parentColumns,
        parentPartitioned: partitioned,
        full: key.full,
      },
    ];
  });
}

function isSame(known: ForeignKey, key: ForeignKey): boolean {
  const pairs = ({ columns, parentColumns }: ForeignKey) =>
    columns.map((column, index) => `${column} ${parentColumns[index]}`).sort();
  const alike = pairs(known).join() === pairs(key).join() && known.parent === key.parent;
  return alike && known.validated && (known.full || !key.full);
}

/** Undefined where the migration adds one of them. */
function namesOf({ columns }: CatalogueTable, numbers: readonly number[]): string[] | undefined {
  const names = numbers.map((wanted) => columns.find(({ number }) => number === wanted)?.name);
  return names.every((name) => name !== undefined) ? names : undefined;
}
