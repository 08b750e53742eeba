import type { Table } from "../catalogue/catalogue.ts";
import type { Reference } from "../catalogue/references.ts";
import { tableRows } from "../catalogue/table-rows.ts";
import type { Source } from "../source/source.ts";
import { readIntegers, readPlaces, readTexts } from "./array-text.ts";
import { type KeyCodes, keyCodes } from "./key-codes.ts";
import { type KeyExpression, keyLayout } from "./key-layout.ts";
import { firstPages, type Place, shifted } from "./places.ts";
import { noParent, type RowId, Rows } from "./row.ts";
import { streamOf } from "./row-hash.ts";
import { type Columns, type RowIndex, rowIndex } from "./row-index.ts";

/** Every row that has been looked at, once. The same row read twice is the same number. */
export interface RowStore {
  readonly seed: number;
  readonly source: Source;
  readonly codes: KeyCodes;
  rows(table: Table): Rows;
  /**
   * Reads rows.
   * @param from what follows FROM; the table's own alias must be `t`.
   * @param position SQL for a whole number that is handed back beside each row.
   */
  read(table: Table, from: string, values?: readonly unknown[], position?: string): Promise<Found>;
  /** All rows of a small table, read once; undefined where the table is too large for that. */
  whole(table: Table): Promise<readonly RowId[]> | undefined;
  /** A known row of the parent table by its key; only where text tells equality (see `isExact`). */
  find(reference: Reference, key: Columns, at: number): RowId;
}

export interface Found {
  readonly rows: readonly RowId[];
  readonly positions: readonly number[];
}

/** Such a table is read as a whole, once, and everything else about it happens in memory. */
export function isSmall({ rows, pages }: Table): boolean {
  return rows <= 5000 && pages <= 2000;
}

/** True where equal keys have equal text, so that a parent can be recognised without asking the server. */
export function isExact({ pairs, parentLeaves }: Reference): boolean {
  return parentLeaves === undefined && pairs.every(({ exact }) => exact);
}

/** @param references those that are followed. */
export function rowStore(source: Source, seed: number, references: readonly Reference[]): RowStore {
  const children = Map.groupBy(references, ({ child }) => child);
  const codes = keyCodes();
  const tables = new Map<Table, TableStore>();
  const wholes = new Map<Table, Promise<readonly RowId[]>>();
  const tableStore = (table: Table): TableStore => {
    const known = tables.get(table);
    if (known) return known;
    const stream = streamOf(seed, `${table.schema}.${table.name}`);
    const layout = keyLayout(table, references);
    const made = storeOf(new Rows(table, layout, children.get(table) ?? [], stream, (other) => tableStore(other).rows));
    tables.set(table, made);
    return made;
  };
  const read: RowStore["read"] = async (table, from, values = [], position) => {
    const { rows, reserve, remember } = tableStore(table);
    const selected = [
      ...(table.leaves.length > 1 ? ["t.tableoid::bigint AS leaf"] : []),
      "t.ctid AS place",
      ...(position === undefined ? [] : [`${position} AS position`]),
      ...rows.layout.expressions.map(({ sql }, index) => `${sql} AS key${index}`),
    ];
    const names = selected.map((one) => one.slice(one.lastIndexOf(" ") + 1));
    // One line of arrays: the client's library spends far more on a row than on a value.
    const sql = `SELECT ${names.map((name) => `array_agg(${name})`).join(", ")} FROM (SELECT ${selected.join(", ")} FROM ${from}) AS found`;
    const line = await queryTexts(source, sql, values);
    const column = (name: string) => line[names.indexOf(name)] ?? "{}";
    const keys = rows.layout.expressions.map((expression, index) => decode(expression, column(`key${index}`), codes));
    const leaves = readIntegers(column("leaf"), Number);
    const places = readPlaces(column("place"));
    reserve(places.length);
    const found = places.map((place, index) => remember(leaves[index], place, keys, index));
    return { rows: found, positions: readIntegers(column("position"), Number) };
  };
  return {
    seed,
    source,
    codes,
    rows: (table) => tableStore(table).rows,
    read,
    whole(table) {
      if (!isSmall(table)) return undefined;
      const reading = wholes.get(table) ?? read(table, tableRows(table, "t")).then(({ rows }) => rows);
      wholes.set(table, reading);
      return reading;
    },
    find: (reference, key, at) => tableStore(reference.parent).find(reference, key, at),
  };
}

interface TableStore {
  readonly rows: Rows;
  /** Makes room for so many more rows at once. */
  reserve(more: number): void;
  /** @param keys those at `index` are the row's. */
  remember(leaf: number | undefined, place: Place, keys: readonly (readonly number[])[], index: number): RowId;
  find(reference: Reference, key: Columns, at: number): RowId;
}

function storeOf(rows: Rows): TableStore {
  const { table, layout } = rows;
  const firsts = firstPages(table);
  const firstOf = new Map(table.leaves.map(({ oid }, index) => [oid, firsts[index] ?? 0]));
  const byPlace = rowIndex(
    lately(
      () => rows.places,
      () => [rows.places],
    ),
  );
  const sought = new Float64Array(1);
  const soughtKey = [sought];
  const byKey = new Map<string, RowIndex>();
  const ofReference = new Map<Reference, RowIndex>();
  for (const [reference, positions] of layout.referred) {
    if (!isExact(reference)) continue;
    const name = positions.join();
    const index =
      byKey.get(name) ??
      rowIndex(
        lately(
          () => rows.keys,
          () => columnsAt(rows, positions),
        ),
      );
    byKey.set(name, index);
    ofReference.set(reference, index);
  }
  const keyIndexes = [...byKey.values()];
  return {
    rows,
    reserve(more) {
      for (const index of [byPlace, ...keyIndexes]) index.reserve(more);
    },
    remember(leaf, place, keys, index) {
      sought[0] = leaf === undefined ? place : shifted(place, firstOf.get(leaf) ?? 0);
      const known = byPlace.find(soughtKey, 0);
      if (known !== noParent) return known;
      const row = rows.add(sought[0], keys, index);
      byPlace.add(row);
      for (const keyIndex of keyIndexes) keyIndex.add(row);
      return row;
    },
    find: (reference, key, at) => ofReference.get(reference)?.find(key, at) ?? noParent,
  };
}

/** The same columns again for as long as they have not been replaced by larger ones: they are asked for with every row. */
function lately(current: () => unknown, columns: () => Columns): () => Columns {
  let of: unknown;
  let held: Columns = [];
  return () => {
    const now = current();
    if (now !== of) held = columns();
    of = now;
    return held;
  };
}

/** The columns at these positions, as they are now. */
export function columnsAt(rows: Rows, positions: readonly number[]): Columns {
  return positions.map((position) => rows.keys[position] ?? []);
}

/** The first line of an answer, every field as the server wrote it. */
async function queryTexts(source: Source, text: string, values: readonly unknown[]): Promise<(string | null)[]> {
  const types = { getTypeParser: () => (field: string) => field };
  const { rows } = await source.withSession((client) =>
    client.query<(string | null)[]>({ text, values: [...values], rowMode: "array", types }),
  );
  return rows[0] ?? [];
}

function decode({ type }: KeyExpression, text: string, codes: KeyCodes): number[] {
  if (type === "bigint") return readIntegers(text, codes.ofText);
  return readTexts(text).map((value) => (value === null ? Number.NaN : codes.ofText(value)));
}
