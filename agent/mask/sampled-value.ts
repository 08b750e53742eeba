import { longestDocument, sampledDocument } from "./column-facts.ts";
import type { ColumnRow } from "./columns-query.ts";

/** Characters of other values than documents. */
const sampledValue = 300;

/** Bytes of documents, as they are stored, that are looked at as wholes where they are not longer than `longestDocument`. */
const wholeDocuments = 500_000;

/** That are looked at as wholes whatever they take: so many, from the first. */
const certainDocuments = 8;

/** Bytes, as they are stored, of one text and of all of a column's that are searched to their end for a mail address. */
const searchedText = 1_000_000;
const searchedTexts = 8_000_000;

/** Elements of one array. */
const sampledElements = 20;

/** A mail address as the detection knows it. Of its name the last letter is enough, and a search for more takes long. */
const email = "[A-Za-z0-9_.+-]@[A-Za-z0-9_-]+[.][A-Za-z]{2,}";

/**
 * An expression for what is looked at of a value: its begin, and a mail address from behind it. A document is looked at as a
 * whole while there is room, since what stands in it counts by its path.
 * @param value names the value in rows that are numbered by `number`.
 */
export function sampledValueOf(column: ColumnRow, value: string): string {
  const { type } = column.element ?? column;
  const begin = /^jsonb?$/.test(type) ? (text: string) => `SELECT left(${text}, ${sampledDocument})` : beginAndMail;
  if (column.kind === "array") return `ARRAY(${begin(`unnest(${value})::text`)} LIMIT ${sampledElements})`;
  const size = `pg_column_size(${value})`;
  const sizeUntilHere = `sum(${size}) OVER (ORDER BY number)`;
  if (!/^jsonb?$/.test(type)) {
    const isSearched = `${size} <= ${searchedText} AND ${sizeUntilHere} <= ${searchedTexts}`;
    return `CASE WHEN ${isSearched} THEN (${begin(`${value}::text`)}) ELSE left(${value}::text, ${sampledValue}) END`;
  }
  const isWhole = `number <= ${certainDocuments} OR ${sizeUntilHere} <= ${wholeDocuments}`;
  return `left(${value}::text, CASE WHEN ${isWhole} THEN ${longestDocument} ELSE ${sampledDocument} END)`;
}

/** The text is put together anew first, so that a long one is fetched and unpacked only once. */
function beginAndMail(text: string): string {
  return `
    SELECT CASE WHEN length(whole) <= ${sampledValue} THEN whole
                ELSE left(whole, ${sampledValue}) || coalesce(' ' || substring(whole COLLATE "C" FROM '${email}'), '') END
      FROM (SELECT ${text} || '' AS whole OFFSET 0) AS one`;
}
