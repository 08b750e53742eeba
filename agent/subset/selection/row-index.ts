import { noParent, type RowId } from "./row.ts";

/** Columns of numbers, one row of which is a key. */
export type Columns = readonly ArrayLike<number>[];

/** Finds rows by the values of some of their columns. */
export interface RowIndex {
  /** The row that has the values which stand at `at` in `key`, or `noParent`. */
  find(key: Columns, at: number): RowId;
  /** @param row its columns are filled. Of rows with equal values the first stays. */
  add(row: RowId): void;
  /** Makes room for so many more rows at once. */
  reserve(more: number): void;
}

/**
 * A hash table with open addressing over row numbers only: the values stay where they are.
 * @param columns the columns now; they are replaced when they grow.
 */
export function rowIndex(columns: () => Columns): RowIndex {
  let slots = new Int32Array(128).fill(noParent);
  let used = 0;
  const slotOf = (held: Columns, key: Columns, at: number): number => {
    const mask = slots.length - 1;
    for (let slot = hashOf(key, at) & mask; ; slot = (slot + 1) & mask) {
      const row = slots[slot] ?? noParent;
      if (row === noParent || isEqual(held, row, key, at)) return slot;
    }
  };
  const grow = (held: Columns, size: number) => {
    const before = slots;
    slots = new Int32Array(size).fill(noParent);
    for (const row of before) if (row !== noParent) slots[slotOf(held, held, row)] = row;
  };
  return {
    find: (key, at) => slots[slotOf(columns(), key, at)] ?? noParent,
    add(row) {
      const held = columns();
      const slot = slotOf(held, held, row);
      if (slots[slot] !== noParent) return;
      slots[slot] = row;
      used += 1;
      if (used * 2 >= slots.length) grow(held, slots.length * 2);
    },
    reserve(more) {
      const needed = (used + more) * 2;
      if (needed < slots.length) return;
      grow(columns(), 2 ** Math.ceil(Math.log2(needed + 1)));
    },
  };
}

function isEqual(held: Columns, row: RowId, key: Columns, at: number): boolean {
  for (let column = 0; column < held.length; column++) if (held[column]?.[row] !== key[column]?.[at]) return false;
  return true;
}

function hashOf(key: Columns, at: number): number {
  let hash = 0;
  for (let column = 0; column < key.length; column++) {
    const value = key[column]?.[at] ?? 0;
    hash = Math.imul(hash ^ (value | 0) ^ Math.imul((value / 2 ** 32) | 0, 0x85ebca6b), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash;
}
