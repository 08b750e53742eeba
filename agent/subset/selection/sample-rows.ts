import type { Table } from "../catalogue/catalogue.ts";
import { tableRows } from "../catalogue/table-rows.ts";
import { drawPlaces, readPlacesOf, rowsBeyond, usualLines } from "./draw-places.ts";
import type { RowId } from "./row.ts";
import { sampleSeed } from "./row-hash.ts";
import { isSmall, type RowStore } from "./row-store.ts";

/** How a uniform sample is drawn: at random places, by a scan that keeps a share, or from all rows. */
export type SamplingMethod = "places" | "scan" | "shuffle";

export interface Sample {
  readonly table: Table;
  /** At least so many rows, where there are as many. */
  readonly wanted: number;
  /** SQL over the alias `t` that the rows must fulfil. */
  readonly where?: string | undefined;
  /** Which share of the rows fulfils it, as far as is known. */
  readonly share?: number | undefined;
}

/** From this share on a scan that keeps a part saves nothing. */
const wholeShare = 0.5;

/**
 * Rows chosen uniformly, each as probable as any other, in no order. There may be more than are wanted: the rows with
 * the lowest lots among them are a uniform sample again, since the draw knows nothing of lots.
 */
export function sampleRows(
  store: RowStore,
  sample: Sample,
  method = cheapestMethod(sample),
): Promise<readonly RowId[]> {
  switch (method) {
    case "places":
      return byPlaces(store, sample);
    case "scan":
      return byScan(store, sample);
    case "shuffle":
      return allRows(store, sample);
  }
}

/** So many draws that fewer than are wanted come back about once in thirty thousand times. */
function enough({ wanted }: Sample): number {
  return wanted * 1.02 + 4 * Math.sqrt(wanted) + 10;
}

/** What costs the fewest pages: single pages in random order cost about as much as two in a row. */
export function cheapestMethod(sample: Sample): SamplingMethod {
  const { table, share = 1 } = sample;
  if (enough(sample) >= table.rows * share * wholeShare || isSmall(table)) return "shuffle";
  const perPage = Math.max(1, table.rows / Math.max(1, table.pages));
  const pages = (enough(sample) / share) * ((1.6 * perPage + 8) / perPage);
  return pages < table.pages / 2 || sample.wanted < table.pages / 10 ? "places" : "scan";
}

async function allRows(store: RowStore, { table, where }: Sample): Promise<readonly RowId[]> {
  if (where === undefined) {
    const whole = store.whole(table);
    if (whole) return whole;
  }
  return (await store.read(table, `${tableRows(table, "t")}${whereClause(where)}`)).rows;
}

async function byScan(store: RowStore, sample: Sample): Promise<readonly RowId[]> {
  const { table, wanted, where, share: fitting = 1 } = sample;
  const repeatable = sampleSeed(store.seed, `${table.schema}.${table.name}`, "scan");
  for (let share = enough(sample) / Math.max(1, table.rows * fitting); share < wholeShare; share *= 3) {
    const bernoulli = `TABLESAMPLE BERNOULLI (${(100 * share).toFixed(8)}) REPEATABLE (${repeatable})`;
    const { rows } = await store.read(table, `${tableRows(table, "t", bernoulli)}${whereClause(where)}`);
    if (rows.length >= wanted) return rows;
  }
  return allRows(store, sample);
}

/** Beyond so many draws a page of the table a scan is cheaper. */
const mostDraws = 4;

async function byPlaces(store: RowStore, sample: Sample): Promise<readonly RowId[]> {
  const { table, where } = sample;
  const lines = usualLines(table);
  const places = table.pages * lines;
  const found = new Set<RowId>();
  let drawn = 0;
  for (let rows = table.rows * (sample.share ?? 1); ; rows = Math.max(1, found.size) / chanceOf(drawn, places)) {
    const chance = Math.min(0.9, enough(sample) / rows);
    const draws = Math.max(2 * drawn, Math.ceil(Math.log1p(-chance) / Math.log1p(-1 / places)));
    if (draws > table.pages * mostDraws) return byScan(store, sample);
    const [usual, beyond] = await Promise.all([
      readPlacesOf(store, table, drawPlaces(store.seed, table, lines, drawn, draws - drawn), where),
      rowsBeyond(store, table, lines, chanceOf(draws, places), where),
    ]);
    drawn = draws;
    for (const row of [...usual, ...beyond]) found.add(row);
    if (found.size >= sample.wanted) return [...found];
  }
}

/** How probable it is that a place is among so many draws. */
function chanceOf(draws: number, places: number): number {
  return -Math.expm1(draws * Math.log1p(-1 / places));
}

export function whereClause(...conditions: (string | undefined)[]): string {
  const given = conditions.flatMap((condition) => (condition === undefined ? [] : [`(${condition})`]));
  return given.length > 0 ? ` WHERE ${given.join(" AND ")}` : "";
}

/**
 * About so many rows at random places, at the price of that many pages: good enough for estimates. Of many partitions
 * only some are looked into.
 */
export async function sampleAbout(store: RowStore, table: Table, wanted: number): Promise<readonly RowId[]> {
  const whole = store.whole(table);
  if (whole) return whole;
  const places = drawPlaces(store.seed, table, usualLines(table), 0, 3 * wanted);
  return readPlacesOf(store, table, places);
}
