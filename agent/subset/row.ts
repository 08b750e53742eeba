import type { Table } from "./catalogue.ts";
import type { Reference } from "./references.ts";

/** A row of the source by its place, which is fixed within the snapshot, and the values that references need. */
export interface Row {
  readonly table: Table;
  readonly leaf: number;
  readonly ctid: string;
  /** From 0 to 1, the row's lot in every draw. */
  readonly hash: number;
  /** Key columns as text, in the order of the table's {@link KeyLayout}. */
  readonly keys: readonly (string | null)[];
  /** One a reference of the table, in order; undefined until they have been looked up. */
  parents: readonly (Row | undefined)[] | undefined;
  kept: boolean;
}

/** Which expressions are read of every row of a table, and what they are for. */
export interface KeyLayout {
  /** SQL over the alias `t`, as text. */
  readonly expressions: readonly string[];
  /** Positions of the referring values, by reference. */
  readonly referring: ReadonlyMap<Reference, readonly number[]>;
  /** Positions of the values that are referred to, by reference. */
  readonly referred: ReadonlyMap<Reference, readonly number[]>;
}

/** The values at these positions as one text, or undefined where one is NULL: then there is no reference. */
export function keyAt(row: Row, positions: readonly number[]): string | undefined {
  const values = positions.map((position) => row.keys[position]);
  // NUL is the one character that no PostgreSQL text can hold.
  return values.some((value) => value === null || value === undefined) ? undefined : values.join("\0");
}

/** The parts of a key made by {@link keyAt}. */
export function keyParts(key: string): string[] {
  return key.split("\0");
}
