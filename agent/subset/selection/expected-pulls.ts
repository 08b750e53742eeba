import type { Table } from "../catalogue/catalogue.ts";
import type { Reference } from "../catalogue/references.ts";
import type { Target } from "../targets.ts";
import type { Pilot, Pulls } from "./pilot.ts";

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

/** How many different rows so many random draws from `rows` hit. */
export function distinct(rows: number, draws: number): number {
  return rows > 0 ? rows * (1 - Math.exp(-draws / rows)) : 0;
}

export function add(...parts: readonly Pulls[]): Pulls {
  const sum = new Map<Table, number>();
  for (const part of parts) for (const [table, rows] of part) sum.set(table, (sum.get(table) ?? 0) + rows);
  return sum;
}

function scale(pulls: Pulls | undefined, factor: number): Pulls {
  return new Map([...(pulls ?? [])].map(([table, rows]) => [table, rows * factor]));
}
