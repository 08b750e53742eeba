import { type ColumnFacts, isText } from "../column-facts.ts";

/** Types that can hold the same kinds of personal data. */
export type Family = "text" | "date" | "json" | "ip" | "uuid" | "bytes" | "number" | "other";

/** Of an array that of its elements. */
export function familyOf(column: Pick<ColumnFacts, "type" | "kind" | "element">): Family {
  const { type, kind, element } = column;
  if (element) return familyOf(element);
  // Texts in a form of their own.
  if (isText(column) || kind === "composite" || /^(xml|(.*\.)?hstore)$/.test(type)) return "text";
  if (kind !== "plain") return "other";
  if (/^(date|timestamp)/.test(type)) return "date";
  if (/^jsonb?$/.test(type)) return "json";
  if (/^(inet|cidr)$/.test(type)) return "ip";
  // What identifies somebody has more digits than an integer.
  if (/^(bigint|numeric)$/.test(type)) return "number";
  if (type === "uuid") return "uuid";
  return type === "bytea" ? "bytes" : "other";
}
