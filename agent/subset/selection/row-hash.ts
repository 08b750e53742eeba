/**
 * All randomness of a subset: numbers that depend on the seed, a table (or purpose) and a place, and on nothing else;
 * so neither the order in which queries answer nor the number of jobs changes the outcome.
 */

/** Where the random numbers of a table, or of one purpose in it, begin. */
export function streamOf(seed: number, table: string, purpose = ""): number {
  return hashText(purpose, hashText(table, seed >>> 0));
}

/** The number from 0 to 1 that a stream has for a place: a row's lot. */
export function lotOf(stream: number, place: number): number {
  const high = Math.floor(place / 2 ** 32);
  return mix(mix(stream ^ (place >>> 0)) ^ Math.imul(high + 1, 0x9e3779b1)) / 2 ** 32;
}

/** A whole number for `TABLESAMPLE ... REPEATABLE`, of its own for every table and purpose. */
export function sampleSeed(seed: number, table: string, purpose: string): number {
  return streamOf(seed, table, purpose) >>> 1;
}

/** FNV-1a. */
function hashText(text: string, start: number): number {
  let hash = (start ^ 0x811c9dc5) >>> 0;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return mix(hash);
}

/** MurmurHash3's finaliser: every bit of the input changes every bit of the output with even odds. */
function mix(hash: number): number {
  let mixed = hash;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
