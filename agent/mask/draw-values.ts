import type { Client } from "pg";
import { quoteIdentifier } from "../database/identifiers.ts";
import type { ColumnRow } from "./columns-query.ts";
import { sampledValueOf } from "./sampled-value.ts";

/** Rows that are looked at. */
const sampledRows = 200;

/** Which rows values are drawn from. */
export interface Draw {
  /** As many pages as are read, evenly from all over the table; undefined reads from its begin until there are enough. */
  readonly pages: number | undefined;
  /** Only rows in which one of the columns has a value. */
  readonly filled?: boolean;
}

/** True where a draw from so many pages reads all of the table. */
export function readsAll({ pages }: Pick<ColumnRow, "pages">, drawn: number): boolean {
  return pages <= drawn;
}

/**
 * Draws rows of one table, evenly from all rows of the pages that are read, and gives the values of each column.
 * @returns the values by column, NULL left out, and how many rows there were.
 */
export async function drawValues(
  client: Client,
  columns: readonly ColumnRow[],
  draw: Draw,
): Promise<{ readonly rows: number; readonly values: Map<ColumnRow, string[]> }> {
  const names = columns.map((_, index) => `v${index}`);
  const raw = columns.map(({ column }, index) => `${quoteIdentifier(column)} AS ${names[index]}`);
  const seen = columns.map((column, index) => sampledValueOf(column, `v${index}`));
  const where = draw.filled
    ? `WHERE ${columns.map(({ column }) => `${quoteIdentifier(column)} IS NOT NULL`).join(" OR ")}`
    : "";
  const order = draw.pages === undefined ? "" : "ORDER BY hashtext(ctid::text), ctid";
  // What is long is fetched only of rows that have been drawn.
  const { rows } = await client.query<(string | (string | null)[] | null)[]>({
    text: `SELECT ${seen.join(", ")} FROM (
             SELECT row_number() OVER () AS number, drawn.* FROM (
               SELECT ${raw.join(", ")} FROM ${columns[0]?.from} ${tableSample(columns, draw)} ${where} ${order} LIMIT ${sampledRows}
             ) AS drawn OFFSET 0) AS numbered`,
    rowMode: "array",
  });
  const valuesOf = (index: number) => rows.flatMap((row) => row[index] ?? []).filter((value) => value !== null);
  return { rows: rows.length, values: new Map(columns.map((column, index) => [column, valuesOf(index)])) };
}

function tableSample(columns: readonly ColumnRow[], { pages }: Draw): string {
  const of = columns[0]?.pages ?? 0;
  return pages === undefined || of <= pages ? "" : `TABLESAMPLE SYSTEM (${(100 * pages) / of}) REPEATABLE (1)`;
}
