import type { Leaf, Table } from "../catalogue/catalogue.ts";
import type { Reference } from "../catalogue/references.ts";
import { numbersOf } from "./numbers.ts";
import { byLeaf, type Place } from "./places.ts";
import { noParent, type RowId, type Rows } from "./row.ts";
import type { RowStore } from "./row-store.ts";

/** The rows that are kept. A row is only ever kept with all its ancestors, so no reference can be left open. */
export interface Keeper {
  /** @param id a resolved row: its ancestors are known. */
  keep(rows: Rows, id: RowId): void;
  /** The kept rows of a table. */
  ids(table: Table): readonly RowId[];
  /** Where the kept rows of a table lie: by partition, as places there. */
  places(table: Table): ReadonlyMap<Leaf, readonly Place[]>;
  /** How many rows of a table were kept for their own sake. */
  sampled(table: Table): number;
  /** Which references pulled rows of this table in, and how many. */
  pulledBy(table: Table): ReadonlyMap<Reference, number>;
}

export function keeper(store: RowStore): Keeper {
  const kept = new Map<Table, RowId[]>();
  const sampled = new Map<Table, number>();
  const pulled = new Map<Table, Map<Reference, number>>();
  const waiting: [Rows, RowId][] = [];
  const take = (rows: Rows, id: RowId) => {
    rows.markKept(id);
    const ids = kept.get(rows.table) ?? [];
    kept.set(rows.table, ids);
    ids.push(id);
  };
  const countPull = (table: Table, reference: Reference) => {
    const counts = pulled.get(table) ?? new Map<Reference, number>();
    pulled.set(table, counts.set(reference, (counts.get(reference) ?? 0) + 1));
  };
  const pullUp = (rows: Rows, id: RowId) => {
    if (!rows.isResolved(id)) throw new Error(`A row of ${rows.table.name} is kept before its parents are known`);
    for (let index = 0; index < rows.references.length; index++) {
      const reference = rows.references[index];
      const above = rows.parentRows[index];
      const parent = rows.parent(id, index);
      if (parent === noParent || !reference || !above || above.isKept(parent)) continue;
      take(above, parent);
      countPull(above.table, reference);
      waiting.push([above, parent]);
    }
  };
  return {
    keep(rows, id) {
      if (rows.isKept(id)) return;
      take(rows, id);
      sampled.set(rows.table, (sampled.get(rows.table) ?? 0) + 1);
      pullUp(rows, id);
      for (let next = waiting.pop(); next; next = waiting.pop()) pullUp(...next);
    },
    ids: (table) => kept.get(table) ?? [],
    places(table) {
      const { places } = store.rows(table);
      return byLeaf(table, numbersOf(kept.get(table) ?? [], (id) => places[id] ?? 0).sort());
    },
    sampled: (table) => sampled.get(table) ?? 0,
    pulledBy: (table) => pulled.get(table) ?? new Map(),
  };
}
