import type { Table } from "../catalogue/catalogue.ts";
import type { Reference } from "../catalogue/references.ts";
import type { Source } from "../source/source.ts";
import type { Target } from "../targets.ts";
import { type Closure, closureOver } from "./closure.ts";
import { indexedReferences } from "./driver-indexes.ts";
import { chooseDrivers } from "./drivers.ts";
import type { Drivers } from "./drivers-above.ts";
import { type Estimate, estimateRows } from "./estimate.ts";
import { fillOrder } from "./fill-order.ts";
import { type Keeper, keeper } from "./keeper.ts";
import { flyPilots, type Pilot } from "./pilot.ts";
import { type RowStore, rowStore } from "./row-store.ts";

/** How rows will be chosen, decided by a look at a few of them. */
export interface SelectionPlan {
  readonly targets: ReadonlyMap<Table, Target>;
  readonly drivers: Drivers;
  readonly pilots: ReadonlyMap<Table, Pilot>;
  readonly indexed: ReadonlySet<Reference>;
  /** The tables that are drawn, in the order of drawing. */
  readonly order: readonly Table[];
  readonly estimates: ReadonlyMap<Table, Estimate>;
  /** Tables that others overfill: nothing is drawn for them. */
  readonly hubs: ReadonlySet<Table>;
}

/** What choosing works on. */
export interface Selecting {
  readonly source: Source;
  readonly targets: ReadonlyMap<Table, Target>;
  readonly followed: readonly Reference[];
  readonly store: RowStore;
  readonly closure: Closure;
  readonly kept: Keeper;
}

export function beginSelecting(
  source: Source,
  seed: number,
  targets: ReadonlyMap<Table, Target>,
  references: readonly Reference[],
): Selecting {
  // What is kept whole needs no looking for.
  const followed = references.filter(({ parent }) => !targets.get(parent)?.whole);
  const store = rowStore(source, seed, followed);
  return { source, targets, followed, store, closure: closureOver(store), kept: keeper(store) };
}

/** Decides how the rows will be chosen. */
export async function planSelection({ source, targets, followed, store, closure }: Selecting): Promise<SelectionPlan> {
  const referring = new Set(followed.map(({ child }) => child));
  const looked = [...targets.values()].filter(({ table, whole }) => !whole && table.rows > 0 && referring.has(table));
  const [indexed, pilots] = await Promise.all([
    indexedReferences(source, followed),
    flyPilots(
      store,
      closure,
      looked.map(({ table }) => table),
    ),
  ]);
  const drivers = chooseDrivers({ targets, pilots });
  const estimates = new Map(estimateRows({ targets, pilots }, drivers).map((one) => [one.target.table, one]));
  const hubs = new Set([...estimates.values()].filter(isHub).map(({ target }) => target.table));
  return { targets, drivers, pilots, indexed, order: fillOrder(targets, pilots, drivers), estimates, hubs };
}

function isHub({ target, pulled }: Estimate): boolean {
  return pulled > 1.05 * target.rows + 1;
}
