import type { Work } from "../../work.ts";
import type { Table } from "../catalogue/catalogue.ts";
import type { Reference } from "../catalogue/references.ts";
import { tableRows } from "../catalogue/table-rows.ts";
import type { Source } from "../source/source.ts";
import type { Target } from "../targets.ts";
import { climber } from "./ancestors.ts";
import type { Drivers } from "./drivers-above.ts";
import { type Choosing, fillTable, freeRows } from "./fill-table.ts";
import type { Keeper } from "./keeper.ts";
import { beginSelecting, planSelection, type Selecting, type SelectionPlan } from "./plan-selection.ts";
import type { RowId } from "./row.ts";
import { isSmall } from "./row-store.ts";

/** Which rows were chosen, and how. Tables that are kept whole are not in here row by row. */
export interface Selection {
  readonly keeper: Keeper;
  readonly drivers: Drivers;
  /** Tables that others overfill. */
  readonly hubs: ReadonlySet<Table>;
  /** Where no parent was allowed more children than so many. */
  readonly caps: ReadonlyMap<Table, number>;
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
  const selecting = beginSelecting(source, seed, targets, references);
  const { store, closure, kept } = selecting;
  const [plan] = await Promise.all([planSelection(selecting), keepRequired(selecting)]);
  const { hubs } = plan;
  const isFull = (table: Table) => {
    const target = targets.get(table);
    return hubs.has(table) || (target !== undefined && kept.ids(table).length >= target.rows);
  };
  const choosing: Choosing = { store, closure, kept, climb: climber(), isFull };
  const early = new Map(earlyDraws(choosing, plan));
  const caps = new Map<Table, number>();
  for (const [index, table] of plan.order.entries()) {
    const target = targets.get(table);
    if (!target) continue;
    work.progress(`Choosing rows of ${table.name}`, index / plan.order.length);
    const driver = plan.drivers.get(table);
    const indexed = driver !== undefined && plan.indexed.has(driver);
    const draw = { target, driver, indexed, pilot: plan.pilots.get(table), early: early.get(table) };
    const { cap } = await fillTable(choosing, draw);
    if (cap !== undefined) caps.set(table, cap);
  }
  return { keeper: kept, drivers: plan.drivers, hubs, caps, orphans: closure.orphans };
}

/** Free draws wait for nobody: they are asked for at once, so that the sessions are busy from the start. */
function earlyDraws(choosing: Choosing, plan: SelectionPlan): [Table, Promise<readonly RowId[]>][] {
  return plan.order.flatMap((table): [Table, Promise<readonly RowId[]>][] => {
    const target = plan.targets.get(table);
    if (!target || plan.drivers.has(table) || plan.hubs.has(table) || isSmall(table)) return [];
    const draw = freeRows(choosing, target, target.rows);
    // It fails where it is waited for.
    draw.catch(() => {});
    return [[table, draw]];
  });
}

/** What whole tables refer to, and what the configuration includes. */
async function keepRequired({ targets, followed, store, closure, kept }: Selecting): Promise<void> {
  const referring = new Set(followed.map(({ child }) => child));
  for (const { table, whole, include } of targets.values()) {
    const needed = whole ? referring.has(table) && table.rows > 0 : include !== undefined;
    if (!needed) continue;
    const from = include === undefined ? tableRows(table, "t") : `${tableRows(table, "t")} WHERE (${include})`;
    const rows = store.rows(table);
    const { rows: ids } = await store.read(table, from);
    await closure.resolve([[rows, ids]]);
    for (const id of ids) kept.keep(rows, id);
  }
}
