import type { Table } from "../catalogue/catalogue.ts";
import type { Target } from "../targets.ts";
import { type Drivers, driversAbove } from "./drivers-above.ts";
import { expectedPulls } from "./expected-pulls.ts";
import type { Pilot } from "./pilot.ts";

/**
 * The order in which tables are drawn. A driver's parent comes before its children; and a table that pulls rows of
 * another comes before that one as far as possible, so that the pulled rows count towards its target.
 */
export function fillOrder(
  targets: ReadonlyMap<Table, Target>,
  pilots: ReadonlyMap<Table, Pilot>,
  drivers: Drivers,
): Table[] {
  const waiting = new Set(
    [...targets.values()].filter(({ whole, rows }) => !whole && rows > 0).map(({ table }) => table),
  );
  /** Rows of the key that tables still waiting will pull in. */
  const toCome = new Map<Table, number>();
  const pullsOf = (table: Table) => {
    const target = targets.get(table);
    const above = driversAbove(table, drivers);
    const pulls = target
      ? expectedPulls(target, pilots.get(table), drivers.get(table), targets)
      : new Map<Table, number>();
    return [...pulls].filter(([pulled]) => pulled !== table && !above.has(pulled));
  };
  for (const table of waiting) for (const [pulled, rows] of pullsOf(table)) add(toCome, pulled, rows);
  const order: Table[] = [];
  while (waiting.size > 0) {
    const ready = [...waiting].filter((table) => {
      const parent = drivers.get(table)?.parent;
      return !parent || !waiting.has(parent);
    });
    const next = ready.reduce((best, table) => (comesFirst(table, best) ? table : best));
    waiting.delete(next);
    order.push(next);
    for (const [pulled, rows] of pullsOf(next)) add(toCome, pulled, -rows);
  }
  return order;

  function comesFirst(table: Table, other: Table): boolean {
    const difference = Math.round((toCome.get(table) ?? 0) - (toCome.get(other) ?? 0));
    return difference === 0 ? (targets.get(table)?.rows ?? 0) < (targets.get(other)?.rows ?? 0) : difference < 0;
  }
}

function add(sums: Map<Table, number>, table: Table, rows: number): void {
  sums.set(table, (sums.get(table) ?? 0) + rows);
}
