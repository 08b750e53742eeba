import { qualifiedName } from "../database/identifiers.ts";
import type { Table } from "./catalogue.ts";
import { firstPages, lineOf, type Place, placeOf, whereIs } from "./places.ts";
import type { RowId } from "./row.ts";
import { lotOf, sampleSeed, streamOf } from "./row-hash.ts";
import { fromTable, type RowStore } from "./row-store.ts";

/** Up to which line of a page places are drawn. */
export interface LineBound {
  readonly lines: number;
  /** A row found beyond this line says that there may be some beyond the bound, too. */
  readonly suspicious: number;
  /** What a page can hold at most. */
  readonly possible: number;
}

const probedPages = 100;

/** Looks at some pages to learn how many lines they use: to draw up to the possible number would mostly hit nothing. */
export async function lineBound(store: RowStore, table: Table): Promise<LineBound> {
  const percent = Math.min(100, (100 * probedPages) / Math.max(1, table.pages));
  const repeatable = sampleSeed(store.seed, `${table.schema}.${table.name}`, "lines");
  const [answer] = await store.source.query<{ possible: number; highest: number | null }>(
    `SELECT (current_setting('block_size')::int - 24) / 28 AS possible,
            (SELECT max((t.ctid::text::point)[1])::int FROM ${fromTable(table)}
               TABLESAMPLE SYSTEM (${percent}) REPEATABLE (${repeatable})) AS highest`,
  );
  const possible = answer?.possible ?? 291;
  const highest = answer?.highest ?? possible;
  const lines = Math.min(possible, Math.ceil(highest * 1.5) + 8);
  return { lines, suspicious: lines === possible ? possible : Math.ceil(highest * 1.25) + 4, possible };
}

/** Random places, in the order of the table, from the `first` of the seed's endless list of them. */
export function drawPlaces(seed: number, table: Table, lines: number, first: number, count: number): Place[] {
  const name = `${table.schema}.${table.name}`;
  const [pages, offsets] = [streamOf(seed, name, "page"), streamOf(seed, name, "line")];
  const places = new Set<Place>();
  for (let index = first; index < first + count; index++) {
    const page = Math.floor(lotOf(pages, index) * table.pages);
    places.add(placeOf(page, 1 + Math.floor(lotOf(offsets, index) * lines)));
  }
  return [...Float64Array.from(places).sort()];
}

/** The rows at these places, as far as there are any. */
export async function readPlacesOf(
  store: RowStore,
  table: Table,
  places: readonly Place[],
  where?: string,
): Promise<{ rows: RowId[]; highestLine: number }> {
  const firsts = firstPages(table);
  const byLeaf = Map.groupBy(
    places.map((place) => whereIs(table, firsts, place)),
    ({ leaf }) => leaf,
  );
  const reads = [...byLeaf].flatMap(([leaf, found]) => {
    if (!leaf) return [];
    // As a sub-select the list is always fetched place by place; as a value the planner may scan the whole table.
    const from = `ONLY ${qualifiedName(leaf)} AS t WHERE t.ctid = ANY (ARRAY (SELECT unnest($1::tid[])))`;
    const condition = where === undefined ? "" : ` AND (${where})`;
    return [store.read(table, from + condition, [`{${found.map(({ ctid }) => `"${ctid}"`).join(",")}}`])];
  });
  const rows = (await Promise.all(reads)).flatMap((read) => read.rows);
  const known = store.rows(table);
  const highestLine = rows.reduce((highest, row) => Math.max(highest, lineOf(known.places[row] ?? 0)), 0);
  return { rows, highestLine };
}
