import { exceedsType } from "./digits.ts";
import type { Lot } from "./lot.ts";

/**
 * Changes a number by at most a share of itself, but by one unit of its last place where that is less. It keeps its
 * sign, its decimals and at most its number of digits, so that it fits wherever it fitted; zero stays zero.
 */
export function perturbNumber(value: string, lot: Lot, within: number, type: string): string {
  const [, sign = "", whole = "", , decimals = "", rest = ""] = /^(-?)(\d+)(\.(\d+))?(.*)$/s.exec(value) ?? [];
  const digits = whole + decimals;
  const amount = BigInt(digits || "0");
  if (amount === 0n) return value;
  // Of a million: a share as exact as anybody writes one, on numbers of any length.
  const share = BigInt(Math.floor(lot.next() * within * 1_000_000));
  const change = (amount * share) / 1_000_000n || 1n;
  const write = (changed: bigint) => {
    const text = changed.toString().padStart(digits.length, "0");
    const end = text.length - decimals.length;
    return `${sign}${text.slice(0, end)}${decimals && `.${text.slice(end)}`}${rest}`;
  };
  const up = amount + change;
  const isTooMuch = up.toString().length > amount.toString().length || exceedsType(write(up), type);
  return write(isTooMuch || lot.number(2) === 0 ? amount - change : up);
}
