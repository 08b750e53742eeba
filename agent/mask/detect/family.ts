import { type ColumnFacts, isText } from "../column-facts.ts";

/** Types that can hold the same kinds of personal data. */
export type Family = "text" | "date" | "json" | "ip" | "uuid" | "bytes" | "number" | "other";

export function familyOf(column: Pick<ColumnFacts, "type" | "kind">): Family {
  const { type, kind } = column;
  if (isText(column)) return "text";
  if (kind !== "plain") return "other";
  if (/^(date|timestamp)/.test(type)) return "date";
  if (/^jsonb?$/.test(type)) return "json";
  if (/^(inet|cidr)$/.test(type)) return "ip";
  // What identifies somebody has more digits than an integer.
  if (/^(bigint|numeric)$/.test(type)) return "number";
  if (type === "uuid") return "uuid";
  return type === "bytea" ? "bytes" : "other";
}
