import type { ColumnFacts, MaskRule } from "./column-facts.ts";

const text = /^(text|character|citext|name)/;

/** Which types a rule writes. Rules that are not here write any. */
const types: Readonly<Partial<Record<string, RegExp>>> = {
  email: text,
  fullName: text,
  firstName: text,
  lastName: text,
  phone: text,
  address: text,
  city: text,
  postcode: text,
  text,
  ip: /^(inet|cidr|text|character)/,
  uuid: /^(uuid|text|character)/,
  hash: /^(uuid|bytea|text|character|citext)/,
  date: /^(date|timestamp|text|character)/,
  number: /^(smallint|integer|bigint|numeric|text|character)/,
  json: /^jsonb?$/,
};

/** Fewer characters than this cannot keep a million values apart. */
const shortestUnique = 8;

/** Why a column cannot take a rule; undefined where it can. */
export function refusal(rule: MaskRule, column: ColumnFacts): string | undefined {
  if (rule === "keep") return undefined;
  if (rule === "null" || (typeof rule === "object" && rule.set === null)) {
    return column.nullable ? undefined : "the column is NOT NULL";
  }
  if (typeof rule === "object") {
    if (column.unique) return "the column is unique, and one value for all is not";
    return column.maxLength !== undefined && String(rule.set).length > column.maxLength
      ? "the value is too long"
      : undefined;
  }
  if (types[rule]?.test(column.type) === false || column.type.endsWith("[]"))
    return `the column is of type ${column.type}`;
  if (!column.unique) return undefined;
  if (["date", "ip", "json"].includes(rule)) return "the column is unique, and this mask may repeat itself";
  const shortest = rule === "email" ? shortestUnique + "@x.io".length : shortestUnique;
  const tooShort =
    column.maxLength !== undefined && column.maxLength < shortest && !["number", "phone", "postcode"].includes(rule);
  return tooShort ? `the column is unique and has room for only ${column.maxLength} characters` : undefined;
}
