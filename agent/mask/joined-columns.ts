import { type ColumnFacts, columnKey, isText } from "./column-facts.ts";
import { type MaskRule, ruleKind } from "./mask-rule.ts";
import { type MaskLimits, unlimited } from "./mask-value.ts";

/** What a mask must respect of all columns that share it. */
export function limitsOf(joined: readonly ColumnFacts[]): MaskLimits {
  return {
    unique: joined.some(({ unique }) => unique),
    maxLength: Math.min(...joined.map(({ maxLength }) => maxLength ?? unlimited)),
    type: narrowest(joined),
  };
}

/** Why joined columns cannot share a rule; undefined where they can. */
export function joinedRefusal(rule: MaskRule, joined: readonly ColumnFacts[]): string | undefined {
  const [first, ...others] = joined;
  if (!first || others.length === 0) return undefined;
  const kind = ruleKind(rule);
  const names = joined.map(columnKey).join(", ");
  if (kind === "sql") return `an expression sees one row, and the key's columns are in several: ${names}`;
  if (kind === "set" || kind === "null") return undefined;
  const families = new Set(joined.map(familyOf));
  // A text that refers to a number or a uuid is masked as these are.
  if (["number", "uuid", "hash"].includes(kind) && typeof rule === "string") families.delete("text");
  return families.size > 1
    ? `the joined columns write equal values differently: ${joined.map((one) => `${columnKey(one)} (${one.type})`).join(", ")}`
    : undefined;
}

/** Equal values of some types are written differently: all of them are masked as one. */
export function asCompared(joined: readonly ColumnFacts[]): ((value: string) => string) | undefined {
  const isPadded = joined.some(({ type }) => type === "character" || type === "bpchar");
  const isFolded = joined.some(({ type }) => /(^|\.)citext$/.test(type));
  if (!isPadded && !isFolded) return undefined;
  return (value) => {
    const unpadded = isPadded ? value.replace(/ +$/, "") : value;
    return isFolded ? unpadded.toLowerCase() : unpadded;
  };
}

const integers = ["smallint", "integer", "bigint"];

function familyOf(column: ColumnFacts): string {
  return isText(column) ? "text" : integers.includes(column.type) ? "integer" : column.type;
}

/** Of integers the smallest, since a mask must fit all; a text fits whatever the others are. */
function narrowest(joined: readonly ColumnFacts[]): string {
  const types = joined.filter((one) => !isText(one)).map(({ type }) => type);
  return integers.find((type) => types.includes(type)) ?? types[0] ?? joined[0]?.type ?? "text";
}
