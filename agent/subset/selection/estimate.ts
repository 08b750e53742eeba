import type { Table } from "../catalogue/catalogue.ts";
import type { Target } from "../targets.ts";
import { type Drivers, driversAbove } from "./drivers-above.ts";
import { add, distinct, expectedPulls } from "./expected-pulls.ts";
import type { Pilot, Pulls } from "./pilot.ts";

/** What is known before any row is chosen. */
export interface Prospect {
  readonly targets: ReadonlyMap<Table, Target>;
  readonly pilots: ReadonlyMap<Table, Pilot>;
}

/** What becomes of a table, by estimate. */
export interface Estimate {
  readonly target: Target;
  /** Rows that come because others need them. */
  readonly pulled: number;
  readonly total: number;
}

/** How many rows every table gets under these drivers. */
export function estimateRows({ targets, pilots }: Prospect, drivers: Drivers): Estimate[] {
  const sampled = [...targets.values()].filter(({ whole }) => !whole);
  const pulls = sampled.map((target) => {
    const pulled = expectedPulls(target, pilots.get(target.table), drivers.get(target.table), targets);
    // Rows of the table itself count towards its own target while it is drawn.
    return { target, pulled: new Map([...pulled].filter(([table]) => table !== target.table)) };
  });
  const overrun = overrunTables(
    sampled,
    pulls.map(({ pulled }) => pulled),
  );
  const before = new Map<Table, number>();
  const after = new Map<Table, number>();
  for (const { target, pulled } of pulls) {
    const above = driversAbove(target.table, drivers);
    // Who waits for a table that others overrun comes last of all, when everything else is filled.
    const last = [...above].some((table) => overrun.has(table));
    for (const [table, rows] of pulled) {
      const side = last || above.has(table) ? after : before;
      side.set(table, (side.get(table) ?? 0) + rows);
    }
  }
  return sampled.map((target) => {
    const { table, rows } = target;
    const early = distinct(table.rows, before.get(table) ?? 0);
    const first = Math.max(rows, early);
    const late = (1 - first / Math.max(1, table.rows)) * distinct(table.rows, after.get(table) ?? 0);
    return { target, pulled: early + late, total: first + late };
  });
}

/** Tables that get more rows than they want whatever they draw themselves. */
function isOverrun({ table, rows }: Target, draws: number): boolean {
  return distinct(table.rows, draws) > 1.05 * rows + 1;
}

function overrunTables(targets: readonly Target[], pulls: readonly Pulls[]): Set<Table> {
  const total = add(...pulls);
  const over = targets.filter((target) => isOverrun(target, total.get(target.table) ?? 0));
  return new Set(over.map(({ table }) => table));
}
