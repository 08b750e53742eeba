import type { Table } from "../catalogue/catalogue.ts";
import type { Reference } from "../catalogue/references.ts";

/** The reference from whose kept parents a table's rows are drawn; a table without one is drawn freely. */
export type Drivers = ReadonlyMap<Table, Reference>;

/** The tables above this one by drivers; with the table itself where the drivers form a circle. */
export function driversAbove(table: Table, drivers: Drivers): Set<Table> {
  const above = new Set<Table>();
  for (let next = drivers.get(table)?.parent; next && !above.has(next); next = drivers.get(next)?.parent)
    above.add(next);
  return above;
}
