import { type ColumnFacts, isText } from "./column-facts.ts";
import { type MaskRule, ruleKind } from "./mask-rule.ts";
import { keepsLook } from "./mask-value.ts";

const none = /^$/;
const number = /^(smallint|integer|bigint|numeric|real|double precision)$/;

/** Which types a rule writes besides texts. */
const types: Readonly<Partial<Record<string, RegExp>>> = {
  email: none,
  fullName: none,
  firstName: none,
  lastName: none,
  phone: none,
  address: none,
  city: none,
  postcode: none,
  text: none,
  ip: /^(inet|cidr)$/,
  uuid: /^uuid$/,
  hash: /^(uuid|bytea)$/,
  date: /^(date|timestamp with(out)? time zone)$/,
  number,
};

/** Characters that a mask takes at least. */
const shortest: Readonly<Partial<Record<string, number>>> = { uuid: 36, ip: 15, email: 13 };

/** Fewer characters of a value's own than these cannot keep a million values apart. */
const ownLetters = 12;
const ownHexDigits = 16;

/** Why a column cannot take a rule; undefined where it can. */
export function refusal(rule: MaskRule, column: ColumnFacts): string | undefined {
  const kind = ruleKind(rule);
  if (kind === "keep") return undefined;
  if (column.generated) return "PostgreSQL computes the column from others of its row, whose masks it follows";
  if (column.partitionKey) return "the column is a partition key, and a masked row would belong to another partition";
  if (kind === "sql") return undefined;
  const isSet = typeof rule === "object" && "set" in rule;
  if (kind === "null" || (isSet && rule.set === null)) {
    return column.nullable ? undefined : "the column is NOT NULL";
  }
  if (isSet) {
    if (column.unique) return "the column is unique, and one value for all is not";
    return String(rule.set).length > (column.maxLength ?? Number.POSITIVE_INFINITY)
      ? "the value is too long"
      : undefined;
  }
  return wrongType(kind, column) ?? tooShort(kind, column) ?? repeated(rule, column);
}

const otherKinds = {
  plain: "",
  array: "an array, and the rule writes one value",
  enum: "an enum, and the rule knows none of its labels",
  composite: "a composite type, and the rule writes one value",
  range: "a range, and the rule writes one value",
} as const;

function wrongType(kind: string, column: ColumnFacts): string | undefined {
  if (column.kind !== "plain") return `its type ${column.declared} is ${otherKinds[column.kind]}`;
  const fits = kind === "json" ? /^jsonb?$/.test(column.type) : isText(column) || types[kind]?.test(column.type);
  return fits ? undefined : `the column is of type ${column.declared}`;
}

function tooShort(kind: string, { maxLength = Number.POSITIVE_INFINITY }: ColumnFacts): string | undefined {
  const needed = shortest[kind] ?? 1;
  return maxLength < needed
    ? `the column has room for only ${maxLength} characters, and the mask needs ${needed}`
    : undefined;
}

function repeated(rule: MaskRule, column: ColumnFacts): string | undefined {
  if (!column.unique) return undefined;
  const kind = ruleKind(rule);
  if (["date", "ip", "json"].includes(kind) || (kind === "number" && typeof rule === "object")) {
    return "the column is unique, and this mask may repeat itself";
  }
  const { maxLength = Number.POSITIVE_INFINITY } = column;
  if (kind === "number") return undefined;
  const isPermuted = kind === "phone" || kind === "postcode";
  if (isPermuted && column.samples.every((value) => value === "" || keepsLook(value))) return undefined;
  const needed = kind === "hash" ? ownHexDigits : kind === "email" ? ownLetters + "@x.io".length : ownLetters;
  return maxLength < needed
    ? `the column is unique and has room for only ${maxLength} characters, too few for different values`
    : undefined;
}
