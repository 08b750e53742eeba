import type { Table } from "../catalogue/catalogue.ts";
import type { Reference } from "../catalogue/references.ts";
import type { Target } from "../targets.ts";
import { type Drivers, driversAbove } from "./drivers-above.ts";
import { estimateRows, type Prospect } from "./estimate.ts";
import { expectedPulls } from "./expected-pulls.ts";

const sweeps = 4;

/**
 * Chooses drivers so that few rows come that nobody wanted: each table in turn takes what costs least by the estimate
 * of the whole, until nothing changes. Begun from two ends, since such a descent may stop too early: from no drivers
 * at all, and from each table's own best.
 */
export function chooseDrivers(prospect: Prospect): Drivers {
  const sampled = [...prospect.targets.values()].filter(({ whole, rows }) => !whole && rows > 0);
  sampled.sort((a, b) => b.rows - a.rows);
  const free = descend(prospect, sampled, new Map());
  const own = descend(prospect, sampled, ownBest(prospect, sampled));
  return free.cost <= own.cost ? free.drivers : own.drivers;
}

function descend(prospect: Prospect, sampled: readonly Target[], drivers: Map<Table, Reference>) {
  let best = cost(prospect, drivers);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    let changed = false;
    for (const { table } of sampled) {
      let choice = drivers.get(table);
      for (const option of [undefined, ...options(prospect, table)]) {
        assign(drivers, table, option);
        if (option && driversAbove(table, drivers).has(table)) continue;
        const price = cost(prospect, drivers);
        if (price < best - 1e-9) [best, choice, changed] = [price, option, true];
      }
      assign(drivers, table, choice);
    }
    if (!changed) break;
  }
  return { drivers, cost: best };
}

/** Rows beyond the targets; and as rows that others pull in are no uniform sample, these cost as well, the more they are. */
function cost(prospect: Prospect, drivers: Drivers): number {
  return estimateRows(prospect, drivers).reduce((sum, { target, pulled, total }) => {
    const share = Math.min(1, pulled / Math.max(1, total));
    return sum + total - target.rows + 0.5 * pulled * share;
  }, 0);
}

/** The references that a table may be drawn by. */
function options({ pilots, targets }: Prospect, table: Table): Reference[] {
  const driven = [...(pilots.get(table)?.driven.keys() ?? [])];
  return driven.filter(({ parent }) => parent !== table && !targets.get(parent)?.whole);
}

/** For every table what pulls in the fewest rows by itself. */
function ownBest(prospect: Prospect, sampled: readonly Target[]): Map<Table, Reference> {
  const drivers = new Map<Table, Reference>();
  for (const target of sampled) {
    let least = Number.POSITIVE_INFINITY;
    for (const option of options(prospect, target.table)) {
      const before = drivers.get(target.table);
      assign(drivers, target.table, option);
      const pulls = expectedPulls(target, prospect.pilots.get(target.table), option, prospect.targets);
      const rows = [...pulls.values()].reduce((sum, count) => sum + count, 0);
      if (rows < least && !driversAbove(target.table, drivers).has(target.table)) least = rows;
      else assign(drivers, target.table, before);
    }
  }
  return drivers;
}

function assign(drivers: Map<Table, Reference>, table: Table, driver: Reference | undefined): void {
  if (driver) drivers.set(table, driver);
  else drivers.delete(table);
}
