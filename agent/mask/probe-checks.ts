import type { Client } from "pg";
import { quoteIdentifier } from "../database/identifiers.ts";
import { type ColumnFacts, columnKey } from "./column-facts.ts";
import type { Masks } from "./compile-masks.ts";
import { invalidMask } from "./invalid-mask.ts";
import { ask } from "./reading-session.ts";

/** A CHECK constraint of a table. */
interface Check {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly expression: string;
  readonly columns: readonly string[];
}

/** Rows that are masked to see whether they still fulfil a constraint. */
const triedRows = 200;

const checksQuery = `
  SELECT n.nspname AS schema, c.relname AS table, k.conname AS name, pg_get_expr(k.conbin, k.conrelid) AS expression,
         ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = ANY (k.conkey)) AS columns
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE k.contype = 'c' AND k.convalidated AND (n.nspname, c.relname) IN (SELECT * FROM unnest($1::text[], $2::text[]))
   ORDER BY 1, 2, 3`;

/**
 * Masks some rows and asks the source whether they still fulfil the CHECK constraints of their tables and domains.
 * @throws Problem (usage) that names the constraint where they do not.
 */
export async function probeChecks(client: Client, columns: readonly ColumnFacts[], masks: Masks): Promise<void> {
  const masked = columns.filter((column) => !column.generated && masks.forColumn(column) !== undefined);
  if (masked.length === 0) return;
  for (const column of masked) await probeDomain(client, column, masks);
  const { rows: checks } = await client.query<Check>(checksQuery, [
    masked.map(({ schema }) => schema),
    masked.map(({ table }) => table),
  ]);
  for (const check of checks) {
    const of = columns.filter(
      ({ schema, table, column }) => schema === check.schema && table === check.table && check.columns.includes(column),
    );
    const first = of.find((column) => column.from !== undefined && masked.includes(column));
    // What PostgreSQL computes stands in no row that could be masked.
    if (first && !of.some(({ generated }) => generated)) await probeCheck(client, check, of, first, masks);
  }
}

async function probeCheck(
  client: Client,
  check: Check,
  columns: readonly ColumnFacts[],
  first: ColumnFacts,
  masks: Masks,
): Promise<void> {
  const kept = masks.keptRows(check);
  const transforms = columns.map((column) => masks.forColumn(column));
  const read = columns.map((column, index) => {
    const [name, transform] = [quoteIdentifier(column.column), transforms[index]];
    if (typeof transform !== "object") return `${name}::text`;
    return `CASE WHEN ${name} IS NOT NULL THEN ((${transform.sql}\n)::${column.declared})::text END`;
  });
  const { rows } = await client.query<(string | null)[]>({
    text: `SELECT ${read.join(", ")} FROM ${first.from} AS ${quoteIdentifier(check.table)}
            ${kept === undefined ? "" : `WHERE (${kept}\n) IS NOT TRUE`} LIMIT ${triedRows}`,
    rowMode: "array",
  });
  const values = columns.map((_, index) => {
    const transform = transforms[index];
    return rows.map((row) => {
      const value = row[index] ?? null;
      return typeof transform === "function" && value !== null ? transform(value) : value;
    });
  });
  const lists = columns.map(
    (one, index) => `unnest($${index + 1}::text[])::${withoutDomain(one)} AS ${quoteIdentifier(one.column)}`,
  );
  const sql = `SELECT count(*)::int AS broken FROM (SELECT ${lists.join(", ")}) AS ${quoteIdentifier(check.table)}
                WHERE NOT (${check.expression})`;
  const asked = await ask(client, () => client.query<{ broken: number }>(sql, values));
  // A function that may not be called, say: the rows themselves will tell.
  const broken = "answer" in asked ? (asked.answer.rows[0]?.broken ?? 0) : 0;
  if (broken === 0) return;
  throw invalidMask(
    "Masked rows would break a CHECK constraint",
    `mask.${columnKey(first)}`,
    'Choose another rule: {"sql": …} can write what the constraint allows.',
    `${check.name} of ${check.table} wants ${check.expression}, and ${broken} of ${rows.length} sampled rows would not fulfil it`,
  );
}

async function probeDomain(client: Client, column: ColumnFacts, masks: Masks): Promise<void> {
  const transform = masks.forColumn(column);
  if (typeof transform !== "function" || column.declared.startsWith(column.type)) return;
  const values = column.samples.map((value) => transform(value));
  const asked = await ask(client, () =>
    client.query(`SELECT count(value) FROM (SELECT unnest($1::text[])::${column.declared} AS value) AS masked`, [
      values,
    ]),
  );
  if (!("refused" in asked)) return;
  const { code, message } = asked.refused;
  throw invalidMask(
    "Masked values do not fit the column's type",
    `mask.${columnKey(column)}`,
    'Choose another rule: {"sql": …} can write what the type allows.',
    code.startsWith("23") ? message : `its type is ${column.declared}`,
  );
}

/** The column's type without its domain: that one's own constraints are asked for by themselves. */
function withoutDomain({ type, declared }: ColumnFacts): string {
  if (declared.startsWith(type)) return declared;
  return type === "character" ? "bpchar" : type;
}
