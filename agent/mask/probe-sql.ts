import type { Client } from "pg";
import { quoteIdentifier } from "../database/identifiers.ts";
import { type ColumnFacts, columnKey, tableKey } from "./column-facts.ts";
import type { Masks } from "./compile-masks.ts";
import { ruleFor } from "./find-unmasked.ts";
import { invalidMask } from "./invalid-mask.ts";
import type { MaskRules } from "./mask-rule.ts";
import { ask } from "./reading-session.ts";

/** Rows on which expressions are tried out. */
const triedRows = 200;

/**
 * Lets the source read every SQL condition and expression, and every value that is to be set, before a row is copied.
 * @throws Problem (usage) for one that it refuses.
 */
export async function probeSql(
  client: Client,
  columns: readonly ColumnFacts[],
  rules: MaskRules,
  masks: Masks,
): Promise<void> {
  const readable = columns.filter(({ from }) => from !== undefined);
  for (const column of new Map(readable.map((one) => [one.from, one])).values())
    await probeKeptRows(client, column, masks);
  for (const column of readable) {
    if (column.generated) continue;
    const mask = masks.forColumn(column);
    if (typeof mask === "object") await probeExpression(client, column, mask.sql);
    const rule = ruleFor(column, rules);
    if (typeof rule === "object" && "set" in rule && rule.set !== null)
      await probeValue(client, column, String(rule.set));
  }
}

async function probeKeptRows(client: Client, column: ColumnFacts, masks: Masks): Promise<void> {
  const condition = masks.keptRows(column);
  if (condition === undefined) return;
  const asked = await ask(client, () =>
    // The subset, which always brings these rows, calls every table so.
    client.query(`SELECT FROM ${column.from} AS t WHERE (${condition}\n) LIMIT 0`),
  );
  if (!("refused" in asked)) return;
  const where = `mask.${tableKey(column)}.keepRows`;
  throw invalidMask("The condition of rows to keep cannot be read", where, "Mend it.", asked.refused.message);
}

async function probeExpression(client: Client, column: ColumnFacts, expression: string): Promise<void> {
  const own = quoteIdentifier(column.column);
  const sql = `
    SELECT count(*)::int AS tried, count(*) FILTER (WHERE own IS NOT NULL AND masked IS NULL)::int AS nulls
      FROM (SELECT ${own} AS own, CASE WHEN ${own} IS NULL THEN ${own} ELSE (${expression}\n)::${column.declared} END AS masked
              FROM ${column.from} AS ${quoteIdentifier(column.table)} LIMIT ${triedRows}) AS tried`;
  const asked = await ask(client, () => client.query<{ tried: number; nulls: number }>(sql));
  const where = `mask.${columnKey(column)}.sql`;
  if ("refused" in asked) {
    const { code, message } = asked.refused;
    // What is said of values quotes them.
    const why = code.startsWith("42") ? message : `PostgreSQL's error ${code} on one of the rows that it was tried on`;
    throw invalidMask("The expression cannot be computed", where, "Mend it.", why);
  }
  const { tried = 0, nulls = 0 } = asked.answer.rows[0] ?? {};
  if (nulls === 0 || column.nullable) return;
  const why = `it is NULL for ${nulls} of ${tried} rows, and the column is NOT NULL`;
  throw invalidMask("The expression does not fit its column", where, "Mend it.", why);
}

async function probeValue(client: Client, column: ColumnFacts, value: string): Promise<void> {
  const asked = await ask(client, () => client.query(`SELECT $1::${column.declared}`, [value]));
  if (!("refused" in asked)) return;
  const where = `mask.${columnKey(column)}.set`;
  throw invalidMask("The value does not fit its column", where, "Write another.", asked.refused.message);
}
