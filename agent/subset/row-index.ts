import { noParent, type RowId } from "./row.ts";

/** Finds rows by the values of some of their columns. */
export interface RowIndex {
  /** The row that has these values, or `noParent`. */
  find(value: (column: number) => number): RowId;
  /** @param row its columns are filled. Of rows with equal values the first stays. */
  add(row: RowId): void;
}

/**
 * A hash table with open addressing over row numbers only: the values stay where they are.
 * @param columns the columns now; they are replaced when they grow.
 */
export function rowIndex(columns: () => readonly (Float64Array | undefined)[]): RowIndex {
  let slots = new Int32Array(128).fill(noParent);
  let used = 0;
  const width = columns().length;
  const slotOf = (value: (column: number) => number): number => {
    const held = columns();
    let hash = 0;
    for (let column = 0; column < width; column++) hash = mixIn(hash, value(column));
    const mask = slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const row = slots[slot] ?? noParent;
      if (row === noParent) return slot;
      let equal = true;
      for (let column = 0; equal && column < width; column++) equal = held[column]?.[row] === value(column);
      if (equal) return slot;
    }
  };
  const insert = (row: RowId): boolean => {
    const held = columns();
    const slot = slotOf((column) => held[column]?.[row] ?? 0);
    if (slots[slot] !== noParent) return false;
    slots[slot] = row;
    return true;
  };
  return {
    find: (value) => slots[slotOf(value)] ?? noParent,
    add(row) {
      if (!insert(row)) return;
      used += 1;
      if (used * 2 < slots.length) return;
      const rows = slots.filter((held) => held !== noParent);
      slots = new Int32Array(slots.length * 2).fill(noParent);
      for (const held of rows) insert(held);
    },
  };
}

function mixIn(hash: number, value: number): number {
  const mixed = Math.imul(hash ^ (value | 0) ^ Math.imul((value / 2 ** 32) | 0, 0x85ebca6b), 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}
