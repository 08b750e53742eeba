import type { Leaf, Table } from "../catalogue/catalogue.ts";

/** A row's place as one number: its page, counted through all partitions, and its line there. */
export type Place = number;

/** More than any page has lines. */
const lines = 2048;

export function placeOf(page: number, line: number): Place {
  return page * lines + line;
}

/** The place of the same line so many pages further on. */
export function shifted(place: Place, pages: number): Place {
  return place + pages * lines;
}

/** Where a partition's pages begin among those of the whole tree, in the order of `table.leaves`. */
export function firstPages(table: Table): number[] {
  let next = 0;
  return table.leaves.map(({ pages }) => {
    const first = next;
    next += pages;
    return first;
  });
}

/** The partition that a place lies in, and its `ctid` there. */
export function whereIs(
  table: Table,
  firsts: readonly number[],
  place: Place,
): { leaf: Leaf | undefined; ctid: string } {
  const page = Math.floor(place / lines);
  let [low, high] = [0, firsts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((firsts[middle] ?? 0) <= page) low = middle;
    else high = middle - 1;
  }
  return { leaf: table.leaves[low], ctid: `(${page - (firsts[low] ?? 0)},${place % lines})` };
}
