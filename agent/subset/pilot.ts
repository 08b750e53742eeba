import type { Table } from "./catalogue.ts";
import type { Closure } from "./closure.ts";
import type { Reference } from "./references.ts";
import type { Row } from "./row.ts";
import { rowHash } from "./row-hash.ts";
import { fromTable, type RowStore } from "./row-store.ts";

/** How many rows a chosen row pulls in, by table, on average. */
export type Pulls = ReadonlyMap<Table, number>;

/** What a look at a few rows says about a table. */
export interface Pilot {
  /** Of a row that is chosen without regard to its parents. */
  readonly free: Pulls;
  /** Of a row whose parent by this reference is there already. */
  readonly driven: ReadonlyMap<
    Reference,
    { readonly pulls: Pulls; readonly withoutParent: Pulls; readonly nullShare: number }
  >;
}

const pilotRows = 120;

/** Looks at some rows of every table and at all their ancestors. Nothing is kept by this. */
export async function flyPilots(
  store: RowStore,
  closure: Closure,
  tables: readonly Table[],
): Promise<Map<Table, Pilot>> {
  const samples = await Promise.all(tables.map(async (table) => [table, await someRows(store, table)] as const));
  await closure.resolve(samples.flatMap(([, rows]) => rows));
  return new Map(samples.map(([table, rows]) => [table, evaluate(rows, rows[0] ? closure.references(rows[0]) : [])]));
}

/** A few rows at random places. Places may be empty, so more are tried than are wanted. */
async function someRows(store: RowStore, table: Table): Promise<Row[]> {
  if (table.pages <= 20) return cut((await store.read(table, fromTable(table))).map(({ row }) => row));
  if (table.partitioned) {
    const share = Math.min(100, (100 * 3 * pilotRows) / Math.max(1, table.rows));
    const sampled = await store.read(
      table,
      `${fromTable(table)} TABLESAMPLE BERNOULLI (${share}) REPEATABLE (${store.seed})`,
    );
    return cut(sampled.map(({ row }) => row));
  }
  const perPage = Math.ceil((1.2 * table.rows) / table.pages) + 1;
  const random = (index: number, what: string) =>
    rowHash(store.seed, `${table.schema}.${table.name}`, `pilot ${what} ${index}`);
  const places = Array.from({ length: 2 * pilotRows }, (_, index) => {
    const block = Math.floor(random(index, "block") * table.pages);
    return `"(${block},${1 + Math.floor(random(index, "line") * perPage)})"`;
  });
  const read = await store.read(table, `${fromTable(table)} WHERE t.ctid = ANY (ARRAY (SELECT unnest($1::tid[])))`, [
    `{${places.join(",")}}`,
  ]);
  return cut(read.map(({ row }) => row));
}

function cut(rows: readonly Row[]): Row[] {
  return [...rows].sort((a, b) => a.hash - b.hash).slice(0, pilotRows);
}

function evaluate(rows: readonly Row[], references: readonly Reference[]): Pilot {
  const all = rows.map((row) => ({ row, ancestors: ancestors(row) }));
  const driven = references.map((reference, index) => {
    const withParent = all.filter(({ row }) => row.parents?.[index] !== undefined);
    const without = all.filter(({ row }) => row.parents?.[index] === undefined);
    const pulls = average(
      withParent.map(({ row, ancestors: pulled }) => {
        const parent = row.parents?.[index];
        const there = parent ? ancestors(parent) : new Set<Row>();
        return new Set([...pulled].filter((one) => one !== parent && !there.has(one)));
      }),
    );
    const nullShare = rows.length > 0 ? without.length / rows.length : 0;
    return [reference, { pulls, withoutParent: average(without.map((one) => one.ancestors)), nullShare }] as const;
  });
  return { free: average(all.map((one) => one.ancestors)), driven: new Map(driven) };
}

/** Every row that must be there when this one is, without itself. */
function ancestors(row: Row): Set<Row> {
  const found = new Set<Row>();
  const queue: Row[] = [row];
  for (let next = queue.pop(); next; next = queue.pop()) {
    for (const parent of next.parents ?? []) {
      if (!parent || parent === row || found.has(parent)) continue;
      found.add(parent);
      queue.push(parent);
    }
  }
  return found;
}

function average(sets: readonly Set<Row>[]): Pulls {
  const sums = new Map<Table, number>();
  for (const set of sets) for (const { table } of set) sums.set(table, (sums.get(table) ?? 0) + 1 / sets.length);
  return sums;
}
