import type { Table } from "../catalogue/catalogue.ts";
import type { Reference } from "../catalogue/references.ts";
import type { Target } from "../targets.ts";
import type { Climb } from "./ancestors.ts";
import { type Children, childRows } from "./child-rows.ts";
import type { Closure } from "./closure.ts";
import { expectedChildren } from "./expected-pulls.ts";
import { capFamilies, familyCap } from "./families.ts";
import type { Keeper } from "./keeper.ts";
import type { Pilot } from "./pilot.ts";
import type { RowId, Rows } from "./row.ts";
import type { RowStore } from "./row-store.ts";
import { sampleRows } from "./sample-rows.ts";
import { orderByScore } from "./score.ts";
import { withoutParent } from "./without-parent.ts";

/** What filling any table needs. */
export interface Choosing {
  readonly store: RowStore;
  readonly closure: Closure;
  readonly kept: Keeper;
  readonly climb: Climb;
  /** Tables that have all the rows that they want, or will get more than that whatever is done. */
  isFull(table: Table): boolean;
}

/** How one table is filled. */
export interface Draw {
  readonly target: Target;
  readonly driver: Reference | undefined;
  readonly indexed: boolean;
  readonly pilot: Pilot | undefined;
  /** Rows of a free draw that were asked for early: as many as the table's target wants. */
  readonly early: Promise<readonly RowId[]> | undefined;
}

/** What about the draw is not even. */
export interface Drawn {
  /** No parent was allowed more children than this. */
  readonly cap: number | undefined;
}

/** A draw that comes out shorter than this share of the target is topped up with free rows. */
const shortShare = 0.9;

/** Keeps rows of a table until it has as many as it wants. */
export async function fillTable(choosing: Choosing, draw: Draw): Promise<Drawn> {
  const { store, kept } = choosing;
  const { target, driver } = draw;
  const rows = store.rows(target.table);
  const have = () => kept.ids(target.table).length;
  const drawn = driver && have() < target.rows ? await drawByDriver(choosing, draw, driver) : undefined;
  if (driver ? have() < shortShare * target.rows : have() < target.rows) {
    const wanted = driver ? 4 * (target.rows - have()) : target.rows;
    const free = draw.early && !driver ? await draw.early : await freeRows(choosing, target, wanted);
    await keepUntil(choosing, rows, target.rows, free);
  }
  return { cap: drawn?.cap };
}

/** Asks for a free draw of as many rows as the target wants. */
export function freeRows({ store, kept }: Pick<Choosing, "store" | "kept">, target: Target, wanted: number) {
  const { table, where } = target;
  // Rows that are kept already turn up in the draw as well and do not count again.
  const fresh = 1 - kept.ids(table).length / Math.max(1, table.rows);
  return sampleRows(store, { table, wanted: Math.ceil(wanted / Math.max(0.1, fresh)), where });
}

async function drawByDriver(choosing: Choosing, draw: Draw, driver: Reference): Promise<Drawn> {
  const { store, closure, kept } = choosing;
  const { target, pilot, indexed } = draw;
  const rows = store.rows(target.table);
  const have = () => kept.ids(target.table).length;
  const need = target.rows - have();
  const nullShare = pilot?.driven.get(driver)?.nullShare ?? 0;
  const wanted = Math.round(need * (1 - nullShare));
  const parents = kept.ids(driver.parent);
  const expected = expectedChildren(target, nullShare, driver, parents.length);
  const family = { target, driver, parents, wanted, expected, indexed };
  // Both are asked for at once.
  const [children, strangers] = await Promise.all([
    childRows(store, closure, family),
    rowsWithoutParent(store, target, driver, need - wanted, nullShare),
  ]);
  const capped = await withoutWhales(choosing, rows, driver, children, wanted, expected);
  await keepUntil(choosing, rows, have() + wanted, capped.ids);
  await keepUntil(choosing, rows, have() + need - wanted, strangers);
  return { cap: capped.cap };
}

async function rowsWithoutParent(
  store: RowStore,
  { table, where }: Target,
  driver: Reference,
  wanted: number,
  share: number,
): Promise<readonly RowId[]> {
  if (wanted <= 0) return [];
  const conditions = [withoutParent(driver), ...(where === undefined ? [] : [where])];
  return sampleRows(store, { table, wanted, where: conditions.map((one) => `(${one})`).join(" AND "), share });
}

async function withoutWhales(
  { closure }: Choosing,
  rows: Rows,
  driver: Reference,
  { ids, cap: earlier }: Children,
  wanted: number,
  expected: number,
) {
  const fresh = ids.filter((id) => !rows.isKept(id));
  await closure.resolve([[rows, fresh]]);
  const index = rows.references.indexOf(driver);
  const familyOf = (id: RowId) => rows.parent(id, index);
  const sizes = new Map<RowId, number>();
  for (const id of fresh) sizes.set(familyOf(id), (sizes.get(familyOf(id)) ?? 0) + 1);
  const cap = familyCap([...sizes.values()], wanted, expected);
  return { cap: cap ?? earlier, ids: cap === undefined ? fresh : capFamilies(rows.inOrder(fresh), familyOf, cap) };
}

async function keepUntil(choosing: Choosing, rows: Rows, wanted: number, candidates: readonly RowId[]): Promise<void> {
  const { closure, kept, climb, isFull } = choosing;
  if (kept.ids(rows.table).length >= wanted) return;
  const fresh = candidates.filter((id) => !rows.isKept(id));
  await closure.resolve([[rows, fresh]]);
  for (const id of orderByScore(rows, fresh, isFull, climb)) {
    if (kept.ids(rows.table).length >= wanted) return;
    kept.keep(rows, id);
  }
}
