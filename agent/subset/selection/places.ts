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

/** Places of a table by the partition that they lie in, each as it is counted there, in the order given. */
export function byLeaf(table: Table, places: Iterable<Place>): Map<Leaf, Place[]> {
  const firsts = firstPages(table);
  const parts = new Map<Leaf, Place[]>();
  for (const place of places) {
    const index = lastFrom(firsts, Math.floor(place / lines));
    const leaf = table.leaves[index];
    if (!leaf) continue;
    const part = parts.get(leaf) ?? [];
    parts.set(leaf, part);
    part.push(shifted(place, -(firsts[index] ?? 0)));
  }
  return parts;
}

/** PostgreSQL's text for places in a partition, or in a table that has none: an array of `tid`s. */
export function writePlaces(places: readonly Place[]): string {
  return `{${places.map((place) => `"(${Math.floor(place / lines)},${place % lines})"`).join(",")}}`;
}

/** The last index whose number is not above this one, in a list that ascends. */
function lastFrom(ascending: readonly number[], number: number): number {
  let [low, high] = [0, ascending.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((ascending[middle] ?? 0) <= number) low = middle;
    else high = middle - 1;
  }
  return low;
}
