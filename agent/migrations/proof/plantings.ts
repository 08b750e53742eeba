import type { Client } from "pg";
import { qualifiedName, quoteIdentifier } from "../../database/identifiers.ts";
import type { Assertion } from "./assertion.ts";
import { only, where, wholeKey } from "./breaking-rows.ts";

type Key<Kind extends Assertion["kind"]> = Extract<Assertion, { kind: Kind }>;

/** Rows that are tried as the second of a pair of duplicates: other keys of the table may be against the first of them. */
const mostPairs = 20;

/** Statements that make a row break what is asserted, the gentlest first. Each may fail, or do nothing. */
export async function plantings(client: Client, asserted: Assertion): Promise<string[]> {
  switch (asserted.kind) {
    case "notNull":
      return [nullIn(asserted)];
    case "unique":
      return Array.from({ length: mostPairs }, (_, index) => duplicate(asserted, index + 1));
    case "foreignKey":
      return [...(await danglings(client, asserted)), withoutParent(asserted)];
  }
}

function nullIn({ table, columns }: Key<"notNull">): string {
  const name = qualifiedName(table);
  const sets = columns.map((column) => `${quoteIdentifier(column)} = NULL`).join(", ");
  return `UPDATE ${name} SET ${sets} WHERE (tableoid, ctid) = (SELECT tableoid, ctid FROM ${name} LIMIT 1)`;
}

/** Gives a row the key of the table's first. */
function duplicate(asserted: Key<"unique">, offset: number): string {
  const from = only(asserted.table, asserted.partitioned);
  const columns = asserted.columns.map(quoteIdentifier).join(", ");
  const whole = where(wholeKey(asserted));
  const second = `SELECT tableoid, ctid FROM ${from}${whole} LIMIT 1 OFFSET ${offset}`;
  return `UPDATE ${from} SET (${columns}) = (SELECT ${columns} FROM ${from}${whole} LIMIT 1) WHERE (tableoid, ctid) = (${second})`;
}

/** Has a row refer to what is not there, in one column after another. */
async function danglings(client: Client, asserted: Key<"foreignKey">): Promise<string[]> {
  const { rows } = await client.query<{ name: string; type: string; length: number | null }>(
    `SELECT attname AS name, typname AS type, nullif(atttypmod, -1) - 4 AS length
     FROM pg_attribute JOIN pg_type ON pg_type.oid = atttypid
     WHERE attrelid = to_regclass($1) AND attname = ANY ($2)`,
    [qualifiedName(asserted.table), asserted.columns],
  );
  const from = only(asserted.table, asserted.partitioned);
  return rows.flatMap(({ name, type, length }) => {
    const value = freshValue(asserted, name, { type, length });
    if (value === undefined) return [];
    const others = asserted.columns.filter((one) => one !== name).map((one) => `${quoteIdentifier(one)} IS NOT NULL`);
    const row = `SELECT tableoid, ctid FROM ${from}${where(others)} LIMIT 1`;
    return [`UPDATE ${from} SET ${quoteIdentifier(name)} = ${value} WHERE (tableoid, ctid) = (${row})`];
  });
}

/** An expression for a value that neither side has; undefined for a type that none is known of. */
function freshValue(
  asserted: Key<"foreignKey">,
  column: string,
  { type, length }: { type: string; length: number | null },
): string | undefined {
  if (type === "uuid") return "gen_random_uuid()";
  if (["text", "varchar", "bpchar"].includes(type)) return `left(md5(random()::text), ${length ?? 32})`;
  if (!["int2", "int4", "int8", "numeric"].includes(type)) return undefined;
  const parentColumn = asserted.parentColumns[asserted.columns.indexOf(column)] ?? column;
  const highest = (table: Assertion["table"], name: string) =>
    `(SELECT max(${quoteIdentifier(name)}) FROM ${qualifiedName(table)})`;
  return `coalesce(greatest(${highest(asserted.table, column)}, ${highest(asserted.parent, parentColumn)}), 0) + 1`;
}

/** Takes away a row that is referred to. */
function withoutParent({ table, partitioned, columns, parent, parentColumns, parentPartitioned }: Key<"foreignKey">) {
  const pairs = columns.map(
    (name, index) => `p.${quoteIdentifier(parentColumns[index] ?? "")} = c.${quoteIdentifier(name)}`,
  );
  const [child, referred] = [only(table, partitioned), only(parent, parentPartitioned)];
  return `DELETE FROM ${referred} WHERE (tableoid, ctid) = (SELECT p.tableoid, p.ctid FROM ${referred} p JOIN ${child} c ON ${pairs.join(" AND ")} LIMIT 1)`;
}
