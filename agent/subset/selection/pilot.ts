import type { Table } from "../catalogue/catalogue.ts";
import type { Reference } from "../catalogue/references.ts";
import { type Climb, climber } from "./ancestors.ts";
import type { Closure } from "./closure.ts";
import { noParent, type RowId, type Rows } from "./row.ts";
import type { RowStore } from "./row-store.ts";
import { sampleAbout } from "./sample-rows.ts";

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
  const samples = await Promise.all(
    tables.map(async (table) => {
      const rows = store.rows(table);
      const found = rows.inOrder(await sampleAbout(store, table, pilotRows));
      return [rows, found.slice(0, pilotRows)] as const;
    }),
  );
  await closure.resolve(samples);
  const climb = climber();
  return new Map(samples.map(([rows, ids]) => [rows.table, evaluate(rows, ids, climb)]));
}

function evaluate(rows: Rows, ids: readonly RowId[], climb: Climb): Pilot {
  const driven = rows.references.map((reference, index) => {
    const [pulls, without] = [tally(), tally()];
    for (const id of ids) {
      const parent = rows.parent(id, index);
      if (parent === noParent) without.add(ancestors(rows, id, climb));
      else pulls.add(beside(rows, id, index, climb));
    }
    const nullShare = ids.length > 0 ? without.count() / ids.length : 0;
    return [reference, { pulls: pulls.average(), withoutParent: without.average(), nullShare }] as const;
  });
  const free = tally();
  for (const id of ids) free.add(ancestors(rows, id, climb));
  return { free: free.average(), driven: new Map(driven) };
}

type Ancestors = ReadonlyMap<Table, ReadonlySet<RowId>>;

function ancestors(rows: Rows, id: RowId, climb: Climb): Map<Table, Set<RowId>> {
  const found = new Map<Table, Set<RowId>>();
  climb(rows, id, ({ table }, row) => {
    found.set(table, (found.get(table) ?? new Set()).add(row));
    return true;
  });
  return found;
}

/** What a row needs that its parent by this reference does not need as well. */
function beside(rows: Rows, id: RowId, index: number, climb: Climb): Ancestors {
  const all = ancestors(rows, id, climb);
  const above = rows.parentRows[index];
  if (!above) return all;
  const parent = rows.parent(id, index);
  all.get(above.table)?.delete(parent);
  for (const [table, there] of ancestors(above, parent, climb)) for (const row of there) all.get(table)?.delete(row);
  return all;
}

function tally() {
  const sums = new Map<Table, number>();
  let members = 0;
  return {
    add(found: Ancestors) {
      members += 1;
      for (const [table, ids] of found) sums.set(table, (sums.get(table) ?? 0) + ids.size);
    },
    count: () => members,
    average: (): Pulls => new Map([...sums].filter(([, sum]) => sum > 0).map(([table, sum]) => [table, sum / members])),
  };
}
