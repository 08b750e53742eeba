import type { Lot } from "./lot.ts";

/** How far a date moves where the rule does not say. */
export const daysOfYear = 364;

const dayMs = 86_400_000;

/**
 * Moves a date by at most so many days and never by nothing; the time of day stays. Infinity and the years before
 * Christ stay.
 * @returns undefined for what is no date as PostgreSQL writes it.
 */
export function shiftDate(value: string, lot: Lot, days: number): string | undefined {
  if (/^-?infinity$|^\d{4,}-\d\d-\d\d.* BC$|^\d{5,}-/s.test(value)) return value;
  const [, date, rest = ""] = /^(\d{4}-\d\d-\d\d)(.*)$/s.exec(value) ?? [];
  if (date === undefined) return undefined;
  const distance = (lot.number(days) + 1) * dayMs;
  const from = Date.parse(`${date}T00:00:00Z`);
  const there = lot.number(2) === 0;
  const moved = new Date(there ? from + distance : from - distance);
  // Neither before the year 1 nor after 9999: there years are written otherwise.
  const isWritten = moved.getUTCFullYear() >= 1 && moved.getUTCFullYear() <= 9999;
  return (isWritten ? moved : new Date(there ? from - distance : from + distance)).toISOString().slice(0, 10) + rest;
}
