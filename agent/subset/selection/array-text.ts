import { type Place, placeOf } from "./places.ts";

/** PostgreSQL's text form of one-dimensional arrays: `{1,NULL,"two, three"}`. */

/** An array of whole numbers; what a double cannot hold exactly is left to `other`, NULL is NaN. */
export function readIntegers(text: string, other: (text: string) => number): number[] {
  const values: number[] = [];
  let start = 1;
  while (start < text.length - 1) {
    let end = text.indexOf(",", start);
    if (end === -1) end = text.length - 1;
    values.push(readInteger(text, start, end, other));
    start = end + 1;
  }
  return values;
}

function readInteger(text: string, start: number, end: number, other: (text: string) => number): number {
  const negative = text.charCodeAt(start) === minus;
  if (text.charCodeAt(start) === capitalN) return Number.NaN;
  if (end - start > 15) return other(text.slice(start, end));
  let value = 0;
  for (let index = negative ? start + 1 : start; index < end; index++)
    value = value * 10 + text.charCodeAt(index) - zero;
  return negative ? -value : value;
}

/** An array of `tid`s. */
export function readPlaces(text: string): Place[] {
  const places: Place[] = [];
  let index = text.indexOf("(");
  while (index !== -1) {
    let [block, line] = [0, 0];
    for (index += 1; text.charCodeAt(index) !== comma; index++) block = block * 10 + text.charCodeAt(index) - zero;
    for (index += 1; text.charCodeAt(index) !== closing; index++) line = line * 10 + text.charCodeAt(index) - zero;
    places.push(placeOf(block, line));
    index = text.indexOf("(", index);
  }
  return places;
}

/** An array of texts. */
export function readTexts(text: string): (string | null)[] {
  const values: (string | null)[] = [];
  let index = 1;
  while (index < text.length - 1) {
    if (text.charCodeAt(index) === quote) {
      const end = closingQuote(text, index + 1);
      const inner = text.slice(index + 1, end);
      values.push(inner.includes("\\") ? inner.replaceAll(/\\(.)/gs, "$1") : inner);
      index = end + 2;
    } else {
      let end = text.indexOf(",", index);
      if (end === -1) end = text.length - 1;
      const value = text.slice(index, end);
      values.push(value === "NULL" ? null : value);
      index = end + 1;
    }
  }
  return values;
}

function closingQuote(text: string, from: number): number {
  let index = from;
  while (text.charCodeAt(index) !== quote) index += text.charCodeAt(index) === backslash ? 2 : 1;
  return index;
}

/** The text form of an array of texts; whole numbers need no quotes. */
export function writeArray(values: readonly string[]): string {
  const items = values.map((value) => (/^-?\d+$/.test(value) ? value : `"${value.replaceAll(/["\\]/g, "\\$&")}"`));
  return `{${items.join(",")}}`;
}

const zero = 48;
const minus = 45;
const quote = 34;
const backslash = 92;
const capitalN = 78;
const comma = 44;
const closing = 41;
