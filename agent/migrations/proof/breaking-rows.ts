import type { Client } from "pg";
import { qualifiedName, quoteIdentifier } from "../../database/identifiers.ts";
import { type Assertion, placeOf, type TableName } from "./assertion.ts";

/** Rows that break an assertion: how many, never which. */
export interface BreakingRows {
  readonly rows: number;
  /** Of duplicates: how many values occur more than once. */
  readonly groups: number;
}

/** Counts the rows that break an assertion. Reads only. @throws the driver's error. */
export async function countBreaking(client: Client, asserted: Assertion): Promise<BreakingRows> {
  const { rows } = await client.query<{ rows: string; groups: string }>(countSql(asserted));
  return { rows: Number(rows[0]?.rows), groups: Number(rows[0]?.groups) };
}

/** How many rows break it, and how, as a sentence's beginning. */
export function describeBreaking(asserted: Assertion, { rows, groups }: BreakingRows): string {
  const inRows = counted(rows, "row");
  switch (asserted.kind) {
    case "notNull":
      return `${inRows} of ${placeOf(asserted)} ${rows === 1 ? "is" : "are"} NULL`;
    case "unique":
      return `${counted(groups, "value")} of ${placeOf(asserted)} ${groups === 1 ? "occurs" : "occur"} more than once, in ${inRows}`;
    case "foreignKey":
      return `${inRows} of ${placeOf(asserted)} ${rows === 1 ? "refers" : "refer"} to nothing in ${placeOf({ table: asserted.parent, columns: asserted.parentColumns })}`;
  }
}

/** A query that lists what breaks it, for whoever may look at production. */
export function listingSql(asserted: Assertion): string {
  const columns = asserted.columns.map(quoteIdentifier).join(", ");
  switch (asserted.kind) {
    case "unique":
      return `SELECT ${columns}, count(*) FROM ${source(asserted)}${where(wholeKey(asserted))} GROUP BY ${columns} HAVING count(*) > 1`;
    default:
      return `SELECT * FROM ${source(asserted)} c WHERE ${condition(asserted)}`;
  }
}

function countSql(asserted: Assertion): string {
  if (asserted.kind !== "unique") {
    return `SELECT count(*) AS rows, 0 AS groups FROM ${source(asserted)} c WHERE ${condition(asserted)}`;
  }
  const columns = asserted.columns.map(quoteIdentifier).join(", ");
  const groups = `SELECT count(*) AS n FROM ${source(asserted)}${where(wholeKey(asserted))} GROUP BY ${columns} HAVING count(*) > 1`;
  return `SELECT coalesce(sum(n), 0) AS rows, count(*) AS groups FROM (${groups}) g`;
}

function condition(asserted: Exclude<Assertion, { kind: "unique" }>): string {
  const columns = asserted.columns.map((name) => `c.${quoteIdentifier(name)}`);
  if (asserted.kind === "notNull") return columns.map((column) => `${column} IS NULL`).join(" AND ");
  const { parent, parentColumns, parentPartitioned, full } = asserted;
  const pairs = parentColumns.map((name, index) => `p.${quoteIdentifier(name)} = ${columns[index]}`).join(" AND ");
  const given = columns.map((column) => `${column} IS NOT NULL`).join(full ? " OR " : " AND ");
  return `(${given}) AND NOT EXISTS (SELECT FROM ${only(parent, parentPartitioned)} p WHERE ${pairs})`;
}

/** A NOT NULL holds for the children that inherit it as well, a key does not. */
function source({ kind, table, partitioned }: Assertion): string {
  return kind === "notNull" ? qualifiedName(table) : only(table, partitioned);
}

/** A partitioned table's rows are all in its partitions. */
export function only(table: TableName, partitioned: boolean): string {
  return partitioned ? qualifiedName(table) : `ONLY ${qualifiedName(table)}`;
}

/** NULLs differ from each other unless the key says otherwise. */
export function wholeKey(asserted: Extract<Assertion, { kind: "unique" }>): string[] {
  if (asserted.nullsNotDistinct) return [];
  return asserted.columns.map((name) => `${quoteIdentifier(name)} IS NOT NULL`);
}

export function where(conditions: readonly string[]): string {
  return conditions.length > 0 ? ` WHERE ${conditions.join(" AND ")}` : "";
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
