import { qualifiedName } from "../../database/identifiers.ts";
import type { Table } from "../catalogue/catalogue.ts";
import { tableRows } from "../catalogue/table-rows.ts";
import { byLeaf, type Place, placeOf, writePlaces } from "./places.ts";
import type { RowId } from "./row.ts";
import { lotOf, sampleSeed, streamOf } from "./row-hash.ts";
import type { RowStore } from "./row-store.ts";

/** Up to which line of a page places are drawn: beyond it there is hardly ever a row. */
export function usualLines({ rows, pages }: Table): number {
  return Math.ceil((1.5 * rows) / Math.max(1, pages)) + 8;
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
): Promise<RowId[]> {
  const reads = [...byLeaf(table, places)].map(([leaf, found]) => {
    // As a sub-select the list is always fetched place by place; as a value the planner may scan the whole table.
    const from = `ONLY ${qualifiedName(leaf)} AS t WHERE t.ctid = ANY (ARRAY (SELECT unnest($1::tid[])))`;
    const condition = where === undefined ? "" : ` AND (${where})`;
    return store.read(table, from + condition, [writePlaces(found)]);
  });
  return (await Promise.all(reads)).flatMap((read) => [...read.rows]);
}

/** So many pages are searched for rows beyond the usual lines. */
const searchedPages = 200;

/**
 * The rows beyond the usual lines, each with this chance. Nobody knows where there are any: some random pages are
 * searched, and of what they hold so much is taken that the chance comes out.
 */
export async function rowsBeyond(
  store: RowStore,
  table: Table,
  lines: number,
  chance: number,
  where?: string,
): Promise<readonly RowId[]> {
  const pages = Math.max(1, table.pages);
  const searched = Math.min(1, Math.max(chance * 1.01, searchedPages / pages, (chance * table.rows) / 4 / pages));
  const name = `${table.schema}.${table.name}`;
  const line = "(get_byte(tidsend(t.ctid), 4) << 8 | get_byte(tidsend(t.ctid), 5))";
  const die = `hashtextextended(t.tableoid::text || t.ctid::text COLLATE "C", ${sampleSeed(store.seed, name, "beyond")})`;
  const taken = `${die} & 1073741823 < ${Math.round((chance / searched) * 2 ** 30)}`;
  const pagesOf = `TABLESAMPLE SYSTEM (${(100 * searched).toFixed(10)}) REPEATABLE (${sampleSeed(store.seed, name, "search")})`;
  const conditions = [`${line} > ${lines}`, taken, ...(where === undefined ? [] : [`(${where})`])];
  return (await store.read(table, `${tableRows(table, "t", pagesOf)} WHERE ${conditions.join(" AND ")}`)).rows;
}
