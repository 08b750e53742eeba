import { isIP } from "node:net";
import type { ColumnTransform } from "../subset/column-transform.ts";
import type { ColumnFacts } from "./column-facts.ts";
import { permuteDigits, permuteNumber } from "./digits.ts";
import { drawLot, type Lot } from "./lot.ts";
import { type LotKey, lotKey } from "./lot-key.ts";
import { maskJson } from "./mask-json.ts";
import { type JsonRule, type MaskRule, ruleKind, type SetRule, type SqlRule } from "./mask-rule.ts";
import type { People } from "./people.ts";
import { perturbNumber } from "./perturb-number.ts";
import { rememberSome } from "./remember-some.ts";
import { daysOfYear, shiftDate } from "./shift-date.ts";

/** What a mask must respect of all columns that share it. */
export interface MaskLimits {
  /** Different values must become different values. */
  readonly unique: boolean;
  readonly maxLength: number;
  readonly type: ColumnFacts["type"];
}

/** As long as a text may be. */
export const unlimited = Number.MAX_SAFE_INTEGER;

/** Letters that make a value its own: 80 bits. */
const suffixLength = 16;

/**
 * The function behind a rule: the same value always becomes the same mask under the same key, whatever its column;
 * the empty text stays empty, and nothing stays what it was.
 */
export function maskValue(
  rule: Exclude<MaskRule, "keep" | SqlRule>,
  limits: MaskLimits,
  key: Buffer,
  people: People,
): ColumnTransform {
  if (rule === "null") return () => null;
  if (typeof rule === "object") {
    if ("set" in rule) return () => (rule.set === null ? null : String(rule.set));
    if (rule.rule === "json") {
      return maskJson(rule, key, (one, type) =>
        maskValue(one, { unique: false, maxLength: unlimited, type }, key, people),
      );
    }
  }
  const secret = lotKey(key);
  const make = maker(rule, limits, secret, people);
  const kind = ruleKind(rule);
  const mask = (value: string): string => {
    for (let attempt = 0; ; attempt++) {
      const made = make(value, drawLot(secret, attempt === 0 ? kind : `${kind} ${attempt}`, value), attempt);
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
  rule: Exclude<MaskRule, "keep" | "null" | SetRule | SqlRule | JsonRule>,
  limits: MaskLimits,
  key: LotKey,
  people: People,
): Maker {
  const { unique, maxLength, type } = limits;
  const shorten = (text: string, lot: Lot, separator = " ") => fitted(text, lot, { unique, maxLength, separator });
  const words = (value: string, lot: Lot) => shorten(people.words(lot, value.length), lot);
  if (typeof rule === "object") {
    return rule.rule === "date"
      ? (value, lot) => shiftDate(value, lot, rule.days) ?? words(value, lot)
      : (value, lot) => (isNumber(value) ? perturbNumber(value, lot, rule.within, type) : words(value, lot));
  }
  switch (rule) {
    case "email":
      return (_, lot) => {
        const domain = maxLength >= 28 ? "@example.com" : "@x.io";
        // The end is the address's own also where it need not be: the same address is the same in every table.
        const room = { unique: true, maxLength: maxLength - domain.length, separator: "." };
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
      return (value, lot, attempt) =>
        isNumber(value) ? permuteNumber(key, value, type, unique ? 0 : attempt) : words(value, lot);
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
      return (value, lot) => shiftDate(value, lot, daysOfYear) ?? words(value, lot);
    case "text":
      return words;
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

/** What else stands in a text column may be a name. */
function isNumber(value: string): boolean {
  return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value) || /^(NaN|-?Infinity)$/.test(value);
}

/** A number may keep its look; what has words in it may not, since words may be names. */
export function keepsLook(value: string): boolean {
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
