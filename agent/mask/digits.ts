import { drawLot } from "./lot.ts";
import type { LotKey } from "./lot-key.ts";

/** As many as make a permutation that nobody can tell from a random one. */
const rounds = 4;

/**
 * Replaces the digits of a text by others and leaves the rest: a Feistel network over the digits, so that different
 * values with the same shape always become different values.
 * @param tweak another number is another permutation.
 */
export function permuteDigits(key: LotKey, value: string, tweak = 0): string {
  const digits = value.replaceAll(/\D/g, "");
  const middle = Math.floor(digits.length / 2);
  let left = digits.slice(0, middle);
  let right = digits.slice(middle);
  // Each round adds a number that the other half decides; both halves keep their lengths.
  for (let round = 0; round < rounds; round++) {
    if (round % 2 === 0) left = addTo(left, key, `${tweak}:${round}:${digits.length}`, right);
    else right = addTo(right, key, `${tweak}:${round}:${digits.length}`, left);
  }
  const replaced = left + right;
  let next = 0;
  return value.replaceAll(/\d/g, () => replaced[next++] ?? "0");
}

const largest: Readonly<Partial<Record<string, bigint>>> = {
  smallint: 32_767n,
  integer: 2_147_483_647n,
  bigint: 9_223_372_036_854_775_807n,
};

/** True where a whole number, written without exponent, is none of its type's. */
export function exceedsType(value: string, type: string): boolean {
  const bound = largest[type];
  if (bound === undefined) return false;
  return value.startsWith("-") ? -BigInt(value) > bound + 1n : BigInt(value) > bound;
}

/**
 * The same for a number of this type: it keeps its number of digits and stays in the type's range. What falls outside
 * is permuted again until it does not, so that different numbers still become different numbers.
 */
export function permuteNumber(key: LotKey, value: string, type: string, tweak = 0): string {
  const [, mantissa = value, exponent = ""] = /^(.*?)(e.*)?$/s.exec(value) ?? [];
  const isOutside = (number: string) => /^-?0\d|^-[0.]+$/.test(number) || exceedsType(number, type);
  // A text such as 007 is outside already: it stays among its like, where the search ends as surely.
  const wasOutside = isOutside(mantissa);
  let number = permuteDigits(key, mantissa, tweak);
  while (isOutside(number) !== wasOutside) number = permuteDigits(key, number, tweak);
  return number + exponent;
}

function addTo(half: string, key: LotKey, round: string, other: string): string {
  if (half === "") return half;
  const { bytes } = drawLot(key, `digits ${round}`, other);
  // As far as a sum of ordinary numbers is exact they are many times faster.
  if (half.length <= exactDigits) {
    const modulus = 10 ** half.length;
    return ((Number(half) + remainder(bytes, modulus)) % modulus).toString().padStart(half.length, "0");
  }
  const modulus = 10n ** BigInt(half.length);
  const amount = BigInt(`0x${bytes.toString("hex")}`) % modulus;
  return ((BigInt(half) + amount) % modulus).toString().padStart(half.length, "0");
}

/** With a byte behind them these many digits still fit an exact number. */
const exactDigits = 13;

/** Of the bytes as one big-endian number. */
function remainder(bytes: Buffer, modulus: number): number {
  let rest = 0;
  for (const byte of bytes) rest = (rest * 256 + byte) % modulus;
  return rest;
}
