import type { Client } from "pg";
import { quoteIdentifier } from "../database/identifiers.ts";
import { sampledDocument } from "./column-facts.ts";
import type { ColumnRow } from "./columns-query.ts";

const sampledRows = 200;
const sampledPages = 40;

const sampledValue = 300;
/** Of each array. */
const sampledElements = 20;

/** Some values of each column of one table, from pages all over it. */
export async function sampleColumns(client: Client, columns: readonly ColumnRow[]): Promise<Map<ColumnRow, string[]>> {
  // A generated column may be one that every reading computes anew, by whatever function.
  const stored = columns.filter(({ generated }) => !generated);
  const [first] = stored;
  if (!first?.from) return new Map();
  const share = Math.min(100, (100 * sampledPages) / Math.max(1, first.pages));
  const values = stored.map(({ column, kind, type, element }) => {
    const most = /^jsonb?$/.test(element?.type ?? type) ? sampledDocument : sampledValue;
    const name = quoteIdentifier(column);
    return kind === "array"
      ? `ARRAY(SELECT left(unnest(${name})::text, ${most}) LIMIT ${sampledElements})`
      : `left(${name}::text, ${most})`;
  });
  const { rows } = await client.query<(string | (string | null)[] | null)[]>({
    text: `SELECT ${values.join(", ")} FROM ${first.from}
           ${share < 100 ? `TABLESAMPLE SYSTEM (${share}) REPEATABLE (1)` : ""} LIMIT ${sampledRows}`,
    rowMode: "array",
  });
  return new Map(
    stored.map((column, index) => [column, rows.flatMap((row) => row[index] ?? []).filter((value) => value !== null)]),
  );
}
