/** So many moments of a time from 0 to 1, one at random in each of as many equal parts of it: the same for the same seed. */
export function randomMoments(count: number, seed: number): number[] {
  const random = mulberry32(seed);
  return Array.from({ length: count }, (_, part) => (part + random()) / count);
}

/** https://github.com/cprosche/mulberry32 */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
