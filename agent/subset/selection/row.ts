import type { Table } from "../catalogue/catalogue.ts";
import type { Reference } from "../catalogue/references.ts";
import type { KeyLayout } from "./key-layout.ts";
import { ascending, numbersOf } from "./numbers.ts";
import type { Place } from "./places.ts";
import { lotOf } from "./row-hash.ts";

/** A row among those of its table that have been looked at. */
export type RowId = number;

/** A reference's child has no parent there: the key is NULL, or the source itself has no such row. */
export const noParent = -1;

/**
 * The rows of one table that have been looked at, column by column in plain arrays: some forty bytes a row where
 * objects took several hundred.
 */
export class Rows {
  readonly table: Table;
  readonly layout: KeyLayout;
  /** The references to follow upwards from these rows. */
  readonly references: readonly Reference[];
  length = 0;
  places = new Float64Array(64);
  /** By expression of the layout. */
  keys: Float64Array[];
  /** By reference: the parent's id in the parent table's rows. Only of resolved rows. */
  parents: Int32Array[];
  private state = new Uint8Array(64);
  private readonly stream: number;
  private readonly rowsOf: (table: Table) => Rows;
  private above: readonly Rows[] | undefined;

  constructor(
    table: Table,
    layout: KeyLayout,
    references: readonly Reference[],
    stream: number,
    rowsOf: (table: Table) => Rows,
  ) {
    this.table = table;
    this.layout = layout;
    this.references = references;
    this.stream = stream;
    this.rowsOf = rowsOf;
    this.keys = layout.expressions.map(() => new Float64Array(64));
    this.parents = references.map(() => new Int32Array(64));
  }

  /** @param keys by expression of the layout, the values of many rows; those at `index` are this row's. */
  add(place: Place, keys: readonly (readonly number[])[], index: number): RowId {
    if (this.length === this.places.length) this.grow();
    const row = this.length++;
    this.places[row] = place;
    for (let key = 0; key < keys.length; key++) {
      const column = this.keys[key];
      if (column) column[row] = keys[key]?.[index] ?? Number.NaN;
    }
    return row;
  }

  /** From 0 to 1: the row's ticket in every draw. */
  lot(row: RowId): number {
    return lotOf(this.stream, this.places[row] ?? 0);
  }

  isResolved(row: RowId): boolean {
    return ((this.state[row] ?? 0) & resolved) !== 0;
  }

  isKept(row: RowId): boolean {
    return ((this.state[row] ?? 0) & kept) !== 0;
  }

  markResolved(row: RowId): void {
    this.state[row] = (this.state[row] ?? 0) | resolved;
  }

  markKept(row: RowId): void {
    this.state[row] = (this.state[row] ?? 0) | kept;
  }

  /** The rows of the parent tables, by reference. */
  get parentRows(): readonly Rows[] {
    this.above ??= this.references.map(({ parent }) => this.rowsOf(parent));
    return this.above;
  }

  /** The row's parent by its table's reference with this index. */
  parent(row: RowId, reference: number): RowId {
    return this.parents[reference]?.[row] ?? noParent;
  }

  /**
   * Rows in the order of their lots, or of scores that go before the lots.
   * @param scores one a row, in the order of `ids`.
   */
  inOrder(ids: readonly RowId[], scores?: Float64Array): RowId[] {
    const lots = numbersOf(ids, (id) => this.lot(id));
    const first = scores ?? lots;
    const order = ascending(
      first,
      (a, b) =>
        (first[a] ?? 0) - (first[b] ?? 0) ||
        (lots[a] ?? 0) - (lots[b] ?? 0) ||
        (this.places[ids[a] ?? 0] ?? 0) - (this.places[ids[b] ?? 0] ?? 0),
    );
    const ordered: RowId[] = [];
    for (let at = 0; at < order.length; at++) ordered.push(ids[order[at] ?? 0] ?? 0);
    return ordered;
  }

  private grow(): void {
    const size = this.places.length * 2;
    const longer = <A extends Float64Array | Int32Array | Uint8Array>(column: A, larger: A): A => {
      larger.set(column);
      return larger;
    };
    this.places = longer(this.places, new Float64Array(size));
    this.keys = this.keys.map((column) => longer(column, new Float64Array(size)));
    this.parents = this.parents.map((column) => longer(column, new Int32Array(size)));
    this.state = longer(this.state, new Uint8Array(size));
  }
}

const resolved = 1;
const kept = 2;
