/** Keeps a few parents with very many children from filling a table. */

/** The most children that one parent may have in a draw: filled up like water, so that the draw gets its rows all the same. */
export function familyCap(sizes: readonly number[], wanted: number, expected: number): number | undefined {
  const pool = sizes.reduce((sum, size) => sum + size, 0);
  if (pool <= 1.25 * expected || pool <= 1.5 * wanted) return undefined;
  const share = Math.min(1, wanted / expected);
  const fair = sizes.map((size) => size * share).sort((a, b) => a - b);
  let left = wanted;
  for (const [index, size] of fair.entries()) {
    const level = left / (fair.length - index);
    if (size >= level) return Math.max(1, Math.floor(level));
    left -= size;
  }
  return undefined;
}

/** Of every family only so many members, the first in order. */
export function capFamilies<T>(members: readonly T[], familyOf: (member: T) => number, cap: number): T[] {
  const taken = new Map<number, number>();
  return members.filter((member) => {
    const family = familyOf(member);
    const count = (taken.get(family) ?? 0) + 1;
    taken.set(family, count);
    return count <= cap;
  });
}
