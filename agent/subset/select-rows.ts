import type { Work } from "../work.ts";
import { childRows, uniformRows, withoutParent } from "./candidates.ts";
import type { Table } from "./catalogue.ts";
import { type Closure, closureOver } from "./closure.ts";
import { chooseDrivers, type Drivers, expectedChildren } from "./drivers.ts";
import { fillOrder } from "./fill-order.ts";
import { type Keeper, keeper } from "./keeper.ts";
import { flyPilots, type Pilot } from "./pilot.ts";
import type { Reference } from "./references.ts";
import type { Row } from "./row.ts";
import { fromTable, type RowStore, rowStore } from "./row-store.ts";
import type { Source } from "./source.ts";
import type { Target } from "./targets.ts";

/** Which rows were chosen, and how. Tables that are kept whole are not in here row by row. */
export interface Selection {
  readonly keeper: Keeper;
  readonly drivers: Drivers;
  readonly orphans: ReadonlyMap<Reference, number>;
}

/** Chooses the rows of all tables: spine sampling, see DESIGN §5.6. */
export async function selectRows(
  source: Source,
  seed: number,
  targets: ReadonlyMap<Table, Target>,
  references: readonly Reference[],
  work: Work,
): Promise<Selection> {
  // What is kept whole needs no looking for.
  const followed = references.filter(({ parent }) => !targets.get(parent)?.whole);
  const store = rowStore(source, seed, followed);
  const closure = closureOver(store, followed);
  const kept = keeper(closure);
  await keepRequired(store, closure, kept, targets, followed);
  const referring = new Set(followed.map(({ child }) => child));
  const pilots = await flyPilots(
    store,
    closure,
    [...targets.values()].flatMap(({ table, whole }) => (!whole && referring.has(table) ? [table] : [])),
  );
  const drivers = chooseDrivers(targets, pilots);
  const order = fillOrder(targets, pilots, drivers);
  for (const [index, table] of order.entries()) {
    const target = targets.get(table);
    if (!target) continue;
    work.progress(`Choosing rows of ${table.name}`, index / order.length);
    await fill({ store, closure, kept, target, driver: drivers.get(table), pilot: pilots.get(table) });
  }
  return { keeper: kept, drivers, orphans: closure.orphans };
}

/** What whole tables refer to, and what the configuration includes. */
async function keepRequired(
  store: RowStore,
  closure: Closure,
  kept: Keeper,
  targets: ReadonlyMap<Table, Target>,
  followed: readonly Reference[],
): Promise<void> {
  const referring = new Set(followed.map(({ child }) => child));
  for (const { table, whole, include } of targets.values()) {
    const needed = whole ? referring.has(table) && table.rows > 0 : include !== undefined;
    if (!needed) continue;
    const from = include === undefined ? fromTable(table) : `${fromTable(table)} WHERE (${include})`;
    const rows = (await store.read(table, from)).map(({ row }) => row);
    await closure.resolve(rows);
    for (const row of rows) kept.keep(row);
  }
}

interface Fill {
  readonly store: RowStore;
  readonly closure: Closure;
  readonly kept: Keeper;
  readonly target: Target;
  readonly driver: Reference | undefined;
  readonly pilot: Pilot | undefined;
}

/** A draw that comes out shorter than this share of the target is topped up with free rows. */
const shortShare = 0.9;

async function fill(draw: Fill): Promise<void> {
  const { store, kept, target, driver } = draw;
  const have = () => kept.rows(target.table).length;
  const need = target.rows - have();
  if (need <= 0) return;
  if (driver) {
    const parents = kept.rows(driver.parent);
    const nullShare = draw.pilot?.driven.get(driver)?.nullShare ?? 0;
    const fromParents = Math.round(need * (1 - nullShare));
    const expected = expectedChildren(target, nullShare, driver, parents.length);
    await keepUntil(draw, have() + fromParents, await childRows(store, target, driver, parents, fromParents, expected));
    const orphaned = need - fromParents;
    if (orphaned > 0) {
      await keepUntil(draw, have() + orphaned, await uniformRows(store, target, orphaned, withoutParent(driver)));
    }
    if (have() >= shortShare * target.rows) return;
  }
  // Rows that are kept already turn up in the draw as well and do not count again.
  await keepUntil(draw, target.rows, await uniformRows(store, target, target.rows));
}

async function keepUntil({ closure, kept, target }: Fill, wanted: number, candidates: readonly Row[]): Promise<void> {
  await closure.resolve(candidates);
  for (const row of candidates) {
    if (kept.rows(target.table).length >= wanted) return;
    kept.keep(row);
  }
}
