import { quoteIdentifier } from "../database/identifiers.ts";
import { columnsOf } from "./closure.ts";
import type { Reference } from "./references.ts";
import { keyAt, type Row } from "./row.ts";
import { sampleSeed } from "./row-hash.ts";
import { fromTable, type RowStore } from "./row-store.ts";
import type { Target } from "./targets.ts";

/** The draw's ticket numbers: each row's hash, with the place to break ties. */
function byLot(a: Row, b: Row): number {
  return a.hash - b.hash || a.leaf - b.leaf || (a.ctid < b.ctid ? -1 : 1);
}

/**
 * At least `wanted` uniformly chosen rows of a table, where it has as many, in the order of their lots.
 * @param condition a further SQL condition on `t`.
 */
export async function uniformRows(store: RowStore, target: Target, wanted: number, condition?: string): Promise<Row[]> {
  const { table } = target;
  const enough = wanted * 1.08 + 4 * Math.sqrt(wanted) + 10;
  for (let share = enough / Math.max(1, table.rows); ; share *= 3) {
    const from = `${fromTable(table)}${sampling(store, target, share)}${whereAll(target.where, condition)}`;
    const rows = (await store.read(table, from)).map(({ row }) => row);
    if (rows.length >= wanted || share >= wholeShare) return rows.sort(byLot);
  }
}

/** Rows of the reference's child that belong to these parents, in the order of their lots. */
export async function childRows(
  store: RowStore,
  target: Target,
  driver: Reference,
  parents: readonly Row[],
  wanted: number,
  expected: number,
): Promise<Row[]> {
  const positions = store.layout(driver.parent).referred.get(driver) ?? [];
  const keys = [...new Set(parents.flatMap((parent) => keyAt(parent, positions) ?? []))];
  if (keys.length === 0) return [];
  const values = columnsOf(keys, driver.pairs.length);
  // A few parents may have many more children than are wanted: then a sample of the children is enough.
  for (let share = expected > 3 * wanted ? (1.3 * wanted + 10) / expected : 1; ; share *= 3) {
    const rows = await store.read(target.table, childrenByKey(driver, target, sampling(store, target, share)), values);
    if (rows.length >= wanted || share >= wholeShare) return [...new Set(rows.map(({ row }) => row))].sort(byLot);
  }
}

/** From this share on a sample saves nothing. */
const wholeShare = 0.5;

function sampling(store: RowStore, { table }: Target, share: number): string {
  if (share >= wholeShare) return "";
  const repeatable = sampleSeed(store.seed, `${table.schema}.${table.name}`, "candidates");
  return ` TABLESAMPLE BERNOULLI (${(100 * share).toFixed(8)}) REPEATABLE (${repeatable})`;
}

function childrenByKey({ pairs, when }: Reference, target: Target, sample: string): string {
  const arrays = pairs.map((_, index) => `$${index + 1}::text[]`).join(", ");
  const names = pairs.map((_, index) => `k${index}`).join(", ");
  const equal = pairs.map(
    (pair, index) => `k.k${index}::${pair.parentType} ${pair.operator} t.${quoteIdentifier(pair.child)}`,
  );
  const on = [...equal, ...(when === undefined ? [] : [`(${when})`])].join(" AND ");
  return `unnest(${arrays}) AS k(${names}) JOIN ${fromTable(target.table)}${sample} ON ${on}${whereAll(target.where)}`;
}

/** The condition that a reference of this row is none. */
export function withoutParent({ pairs, when }: Reference): string {
  const nulls = pairs.map(({ child }) => `t.${quoteIdentifier(child)} IS NULL`);
  return [...nulls, ...(when === undefined ? [] : [`(${when}) IS NOT TRUE`])].join(" OR ");
}

function whereAll(...conditions: (string | undefined)[]): string {
  const given = conditions.flatMap((condition) => (condition === undefined ? [] : [`(${condition})`]));
  return given.length > 0 ? ` WHERE ${given.join(" AND ")}` : "";
}
