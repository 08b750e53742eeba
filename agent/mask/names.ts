import { en } from "@faker-js/faker";
import type { Lot } from "./lot.ts";

/**
 * The names that Faker draws, by the same draws and many times faster: names are what most masks are made of, and
 * Faker looks its lists up anew for every one.
 */
export function drawFirstName(lot: Lot): string {
  const own = pick([female, male], lot);
  const weights = [3 * Math.sqrt(own.length), Math.sqrt(generic.length)] as const;
  return pick(lot.next() * (weights[0] + weights[1]) < weights[0] ? own : generic, lot);
}

/** One in twenty is a double name. */
export function drawLastName(lot: Lot): string {
  // Faker draws a sex, and its last names know none.
  lot.next();
  const name = () => pick(lastNames, lot);
  return lot.next() * 100 < 95 ? name() : `${name()}-${name()}`;
}

const { female = [], male = [], generic = [] } = en.person?.first_name ?? {};
const lastNames = en.person?.last_name?.generic ?? [];

const firstNames = new Set([...female, ...male, ...generic]);

export function isFirstName(word: string): boolean {
  return firstNames.has(word);
}

function pick<T>(list: readonly T[], lot: Lot): T {
  return list[lot.number(list.length)] as T;
}
