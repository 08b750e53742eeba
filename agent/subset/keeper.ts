import type { Table } from "./catalogue.ts";
import type { Closure } from "./closure.ts";
import type { Reference } from "./references.ts";
import type { Row } from "./row.ts";

/** The rows that are kept. A row is only ever kept with all its ancestors, so no reference can be left open. */
export interface Keeper {
  /** @param row resolved: its ancestors are known. */
  keep(row: Row): void;
  rows(table: Table): readonly Row[];
  /** How many rows of a table were kept for their own sake. */
  sampled(table: Table): number;
  /** Which references pulled rows of this table in, and how many. */
  pulledBy(table: Table): ReadonlyMap<Reference, number>;
}

export function keeper(closure: Closure): Keeper {
  const kept = new Map<Table, Row[]>();
  const sampled = new Map<Table, number>();
  const pulled = new Map<Table, Map<Reference, number>>();
  const take = (row: Row) => {
    row.kept = true;
    const rows = kept.get(row.table) ?? [];
    kept.set(row.table, rows);
    rows.push(row);
  };
  return {
    keep(row) {
      if (row.kept) return;
      take(row);
      sampled.set(row.table, (sampled.get(row.table) ?? 0) + 1);
      const queue = [row];
      for (let next = queue.pop(); next; next = queue.pop()) {
        const references = closure.references(next);
        if (!next.parents) throw new Error(`A row of ${next.table.name} is kept before its parents are known`);
        next.parents.forEach((parent, index) => {
          const reference = references[index];
          if (!parent || parent.kept || !reference) return;
          take(parent);
          queue.push(parent);
          const counts = pulled.get(parent.table) ?? new Map<Reference, number>();
          pulled.set(parent.table, counts.set(reference, (counts.get(reference) ?? 0) + 1));
        });
      }
    },
    rows: (table) => kept.get(table) ?? [],
    sampled: (table) => sampled.get(table) ?? 0,
    pulledBy: (table) => pulled.get(table) ?? new Map(),
  };
}
