import { createSecretKey, type KeyObject } from "node:crypto";
import { isIP } from "node:net";
import type { ColumnTransform } from "../subset/column-transform.ts";
import type { ColumnFacts, MaskRule } from "./column-facts.ts";
import { permuteDigits, permuteNumber } from "./digits.ts";
import { drawLot, type Lot } from "./lot.ts";
import type { People } from "./people.ts";
import { rememberSome } from "./remember-some.ts";

/** What a mask must respect of all columns that share it. */
export interface MaskLimits {
  /** Different values must become different values. */
  readonly unique: boolean;
  readonly maxLength: number;
  readonly type: ColumnFacts["type"];
}

/** Letters that make a value its own: 80 bits. */
const suffixLength = 16;

/**
 * The function behind a rule: the same value always becomes the same mask under the same key, whatever its column;
 * the empty text stays empty, and nothing stays what it was.
 */
export function maskValue(
  rule: Exclude<MaskRule, "keep">,
  limits: MaskLimits,
  key: Buffer,
  people: People,
): ColumnTransform {
  if (typeof rule === "object") return () => (rule.set === null ? null : String(rule.set));
  if (rule === "null") return () => null;
  // As a key object it is not taken apart again for every value.
  const secret = createSecretKey(key);
  const make = maker(rule, limits, secret, people);
  const mask = (value: string): string => {
    for (let attempt = 0; ; attempt++) {
      const made = make(value, drawLot(secret, attempt === 0 ? rule : `${rule} ${attempt}`, value), attempt);
      if (made !== value || attempt > 8) return made;
    }
  };
  // Values of a unique column come once.
  const remembered = limits.unique ? mask : rememberSome(mask);
  return (value) => (value === "" ? value : remembered(value));
}

/** @param attempt how often this value has already come out as it was. */
type Maker = (value: string, lot: Lot, attempt: number) => string;

function maker(
  rule: Exclude<MaskRule, "keep" | "null" | object>,
  limits: MaskLimits,
  key: KeyObject,
  people: People,
): Maker {
  const { unique, maxLength, type } = limits;
  const shorten = (text: string, lot: Lot, separator = " ") => fitted(text, lot, { unique, maxLength, separator });
  switch (rule) {
    case "email":
      return (_, lot) => {
        const domain = maxLength >= 28 ? "@example.com" : "@x.io";
        const room = { unique, maxLength: maxLength - domain.length, separator: "." };
        const name = `${people.firstName(lot)}.${people.lastName(lot)}`.toLowerCase().replaceAll(/[^a-z.]/g, "");
        return fitted(name, lot, room) + domain;
      };
    case "fullName":
      return (_, lot) => shorten(`${people.firstName(lot)} ${people.lastName(lot)}`, lot);
    case "firstName":
      return (_, lot) => shorten(people.firstName(lot), lot);
    case "lastName":
      return (_, lot) => shorten(people.lastName(lot), lot);
    case "address":
      return (_, lot) => shorten(people.street(lot), lot);
    case "city":
      return (_, lot) => shorten(people.city(lot), lot);
    case "phone":
    case "postcode":
      return (value, lot, attempt) =>
        keepsLook(value)
          ? permuteDigits(key, value, unique ? 0 : attempt)
          : shorten(digitsOf(lot, Math.max(5, Math.min(12, value.length))), lot, "");
    case "number":
      return (value, _, attempt) => permuteNumber(key, value, type, unique ? 0 : attempt);
    case "ip":
      return (value, lot) =>
        isIP(value) === 6 || value.includes(":")
          ? `fd00::${hex(lot, 4)}:${hex(lot.bytes.subarray(2), 4)}:${hex(lot.bytes.subarray(4), 4)}`
          : `10.${[0, 1, 2].map(() => lot.number(254) + 1).join(".")}`;
    case "uuid":
      return (_, lot) => uuidOf(lot);
    case "hash":
      return (_, lot) =>
        type === "uuid"
          ? uuidOf(lot)
          : type === "bytea"
            ? `\\x${hex(lot, 64)}`
            : hex(lot, 64).slice(0, Math.min(32, maxLength));
    case "date":
      return (value, lot) => shiftDate(value, lot);
    case "text":
      return (value, lot) => shorten(people.words(lot, value.length), lot);
    case "json":
      return () => "{}";
  }
}

/** Cut to the column's length; where values must stay different, the end is the value's own. */
function fitted(text: string, lot: Lot, limits: { unique: boolean; maxLength: number; separator: string }): string {
  if (!limits.unique) return text.slice(0, limits.maxLength).trimEnd();
  const suffix = lot.letters(Math.min(suffixLength, limits.maxLength));
  const room = limits.maxLength - suffix.length - limits.separator.length;
  return room > 0 ? `${text.slice(0, room)}${limits.separator}${suffix}` : suffix;
}

/** A number may keep its look; what has words in it may not, since words may be names. */
function keepsLook(value: string): boolean {
  return value.replaceAll(/\D/g, "").length >= 4 && !/\p{L}{3}/u.test(value);
}

function digitsOf(lot: Lot, length: number): string {
  return Array.from({ length }, () => lot.number(10)).join("");
}

function hex(from: Lot | Buffer, length: number): string {
  return (Buffer.isBuffer(from) ? from : from.bytes).toString("hex").slice(0, length);
}

function uuidOf(lot: Lot): string {
  const text = hex(lot, 32);
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-4${text.slice(13, 16)}-a${text.slice(17, 20)}-${text.slice(20, 32)}`;
}

/** Moves a date by up to a year and never by nothing; the time of day stays. Infinity and the years before Christ stay. */
function shiftDate(value: string, lot: Lot): string {
  const [, date, rest = ""] = /^(\d{4}-\d\d-\d\d)((?!.*BC).*)$/s.exec(value) ?? [];
  if (date === undefined) return value;
  const days = (lot.number(364) + 1) * (lot.number(2) === 0 ? 1 : -1);
  const moved = new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000);
  return moved.toISOString().slice(0, 10) + rest;
}
