import type { Table } from "./catalogue.ts";
import type { Pilot, Pulls } from "./pilot.ts";
import type { Reference } from "./references.ts";
import type { Target } from "./targets.ts";

/** The reference from whose kept parents a table's rows are drawn; a table without one is drawn freely. */
export type Drivers = ReadonlyMap<Table, Reference>;

const sweeps = 4;

/**
 * Chooses drivers so that few rows come that nobody wanted: each table in turn takes what makes the estimated surplus
 * of the whole smallest, until nothing changes. Begun from two ends, since such a descent may stop too early: from no
 * drivers at all, and from each table's own best.
 */
export function chooseDrivers(targets: ReadonlyMap<Table, Target>, pilots: ReadonlyMap<Table, Pilot>): Drivers {
  const sampled = [...targets.values()].filter(({ whole, rows }) => !whole && rows > 0);
  sampled.sort((a, b) => b.rows - a.rows);
  const plan: Plan = { sampled, targets, pilots };
  const [free, own] = [new Map<Table, Reference>(), ownBest(plan)].map((start) => descend(plan, start));
  return free && own && free.cost <= own.cost ? free.drivers : (own?.drivers ?? new Map());
}

interface Plan {
  readonly sampled: readonly Target[];
  readonly targets: ReadonlyMap<Table, Target>;
  readonly pilots: ReadonlyMap<Table, Pilot>;
}

function descend(plan: Plan, drivers: Map<Table, Reference>): { drivers: Drivers; cost: number } {
  let best = surplus(plan, drivers);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    let changed = false;
    for (const { table } of plan.sampled) {
      let choice = drivers.get(table);
      for (const option of [undefined, ...options(plan, table)]) {
        assign(drivers, table, option);
        if (option && chain(table, drivers).has(table)) continue;
        const cost = surplus(plan, drivers);
        if (cost < best - 1e-9) [best, choice, changed] = [cost, option, true];
      }
      assign(drivers, table, choice);
    }
    if (!changed) break;
  }
  return { drivers, cost: best };
}

/** The references that a table may be drawn by. */
function options({ pilots, targets }: Plan, table: Table): Reference[] {
  const driven = [...(pilots.get(table)?.driven.keys() ?? [])];
  return driven.filter(({ parent }) => parent !== table && !targets.get(parent)?.whole);
}

/** For every table what pulls in the fewest rows by itself. */
function ownBest(plan: Plan): Map<Table, Reference> {
  const drivers = new Map<Table, Reference>();
  for (const target of plan.sampled) {
    let least = Number.POSITIVE_INFINITY;
    for (const option of options(plan, target.table)) {
      const before = drivers.get(target.table);
      assign(drivers, target.table, option);
      const pulls = expectedPulls(target, plan.pilots.get(target.table), option, plan.targets);
      const rows = [...pulls.values()].reduce((sum, count) => sum + count, 0);
      if (rows < least && !chain(target.table, drivers).has(target.table)) least = rows;
      else assign(drivers, target.table, before);
    }
  }
  return drivers;
}

function assign(drivers: Map<Table, Reference>, table: Table, driver: Reference | undefined): void {
  if (driver) drivers.set(table, driver);
  else drivers.delete(table);
}

/** The tables above this one by drivers; with the table itself where the drivers form a circle. */
export function chain(table: Table, drivers: Drivers): Set<Table> {
  const above = new Set<Table>();
  for (let next = drivers.get(table)?.parent; next && !above.has(next); next = drivers.get(next)?.parent)
    above.add(next);
  return above;
}

/** How many rows a table's own draw pulls in elsewhere, under its driver. */
export function expectedPulls(
  target: Target,
  pilot: Pilot | undefined,
  driver: Reference | undefined,
  targets: ReadonlyMap<Table, Target>,
): Pulls {
  const facts = driver && pilot?.driven.get(driver);
  if (!driver || !facts) return scale(pilot?.free, target.rows);
  const needed = target.rows * (1 - facts.nullShare);
  const offered = expectedChildren(target, facts.nullShare, driver, targets.get(driver.parent)?.rows ?? 0);
  const covered = needed > 0 ? Math.min(1, offered / needed) : 1;
  return add(
    scale(facts.pulls, needed * covered),
    scale(facts.withoutParent, target.rows * facts.nullShare),
    scale(pilot?.free, needed * (1 - covered)),
  );
}

/** How many rows have one of so many kept parents. */
export function expectedChildren({ table }: Target, nullShare: number, driver: Reference, keptParents: number): number {
  return (keptParents / Math.max(1, driver.parent.rows)) * table.rows * (1 - nullShare);
}

/** How many rows come beyond the targets, by estimate. */
function surplus({ sampled, pilots, targets }: Plan, drivers: Drivers): number {
  const pulls = sampled.map((target) => {
    const pulled = expectedPulls(target, pilots.get(target.table), drivers.get(target.table), targets);
    // Rows of the table itself count towards its own target while it is drawn.
    return { target, pulled: new Map([...pulled].filter(([table]) => table !== target.table)) };
  });
  const overrun = overrunTables(
    targets,
    pulls.map(({ pulled }) => pulled),
  );
  const before = new Map<Table, number>();
  const after = new Map<Table, number>();
  for (const { target, pulled } of pulls) {
    const above = chain(target.table, drivers);
    // Who waits for a table that others overrun comes last of all, when everything else is filled.
    const last = [...above].some((table) => overrun.has(table));
    for (const [table, rows] of pulled) {
      const side = last || above.has(table) ? after : before;
      side.set(table, (side.get(table) ?? 0) + rows);
    }
  }
  return [...targets.values()]
    .filter(({ whole }) => !whole)
    .reduce((sum, { table, rows }) => {
      const first = Math.max(rows, distinct(table.rows, before.get(table) ?? 0));
      const total = first + (1 - first / Math.max(1, table.rows)) * distinct(table.rows, after.get(table) ?? 0);
      return sum + total - rows;
    }, 0);
}

/** Tables that get more rows than they want whatever they draw themselves. */
function overrunTables(targets: ReadonlyMap<Table, Target>, pulls: readonly Pulls[]): Set<Table> {
  const total = add(...pulls);
  const isOver = ({ table, rows }: Target) => distinct(table.rows, total.get(table) ?? 0) > 1.05 * rows + 1;
  return new Set([...targets.values()].filter(isOver).map(({ table }) => table));
}

/** How many different rows so many random draws from `rows` hit. */
function distinct(rows: number, draws: number): number {
  return rows > 0 ? rows * (1 - Math.exp(-draws / rows)) : 0;
}

function scale(pulls: Pulls | undefined, factor: number): Pulls {
  return new Map([...(pulls ?? [])].map(([table, rows]) => [table, rows * factor]));
}

function add(...parts: readonly Pulls[]): Pulls {
  const sum = new Map<Table, number>();
  for (const part of parts) for (const [table, rows] of part) sum.set(table, (sum.get(table) ?? 0) + rows);
  return sum;
}
