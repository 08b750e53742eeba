import { qualifiedName } from "../database/identifiers.ts";
import type { Table } from "./catalogue.ts";
import { keyLayout } from "./key-layout.ts";
import type { Reference } from "./references.ts";
import { type KeyLayout, keyAt, type Row } from "./row.ts";
import { rowHash } from "./row-hash.ts";
import type { Source } from "./source.ts";

/** Every row that has been looked at, once. The same row read twice is the same object. */
export interface RowStore {
  readonly seed: number;
  readonly source: Source;
  layout(table: Table): KeyLayout;
  /**
   * Reads rows.
   * @param from what follows FROM; the table's own alias must be `t`.
   * @param extra a further column, handed back beside each row.
   */
  read(table: Table, from: string, values?: readonly unknown[], extra?: string): Promise<{ row: Row; extra: string }[]>;
  /** A known row of the reference's parent table by the key that a child holds; only where text tells equality. */
  known(reference: Reference, key: string): Row | undefined;
}

export function rowStore(source: Source, seed: number, references: readonly Reference[]): RowStore {
  const layouts = new Map<Table, KeyLayout>();
  const rows = new Map<Table, Map<string, Row>>();
  const byKey = new Map<Reference, Map<string, Row>>(references.map((reference) => [reference, new Map()]));
  const layout = (table: Table): KeyLayout => {
    const made = layouts.get(table) ?? keyLayout(table, references);
    layouts.set(table, made);
    return made;
  };
  const remember = (table: Table, leaf: number, ctid: string, keys: readonly (string | null)[]): Row => {
    const known = rows.get(table) ?? new Map<string, Row>();
    rows.set(table, known);
    const place = table.partitioned ? `${leaf}${ctid}` : ctid;
    const old = known.get(place);
    if (old) return old;
    const hash = rowHash(seed, `${table.schema}.${table.name}`, place);
    const row: Row = { table, leaf, ctid, hash, keys, parents: undefined, kept: false };
    known.set(place, row);
    for (const [reference, positions] of layout(table).referred) {
      const key =
        reference.parentLeaf === undefined || reference.parentLeaf === leaf ? keyAt(row, positions) : undefined;
      if (key !== undefined) byKey.get(reference)?.set(key, row);
    }
    return row;
  };
  return {
    seed,
    source,
    layout,
    async read(table, from, values = [], extra = "''") {
      const columns = ["t.tableoid", "t.ctid", extra, ...layout(table).expressions];
      const sql = `SELECT ${columns.join(", ")} FROM ${from}`;
      const found = await source.queryArrays<[number, string, string, ...(string | null)[]]>(sql, values);
      return found.map(([leaf, ctid, more, ...keys]) => ({ row: remember(table, leaf, ctid, keys), extra: more }));
    },
    known: (reference, key) =>
      reference.pairs.every(({ exact }) => exact) ? byKey.get(reference)?.get(key) : undefined,
  };
}

/** A table as it stands in FROM: without the rows of inheriting tables, which are tables of their own. */
export function fromTable(table: Table): string {
  return `${table.partitioned ? "" : "ONLY "}${qualifiedName(table)} AS t`;
}
