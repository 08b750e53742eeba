import { quoteIdentifier } from "../../database/identifiers.ts";
import type { Table } from "../catalogue/catalogue.ts";
import type { Reference } from "../catalogue/references.ts";

/** What is read of every row of a table, and what for. */
export interface KeyLayout {
  readonly expressions: readonly KeyExpression[];
  /** Positions of the referring values, by reference. */
  readonly referring: ReadonlyMap<Reference, readonly number[]>;
  /** Positions of the values that are referred to, by reference. */
  readonly referred: ReadonlyMap<Reference, readonly number[]>;
}

export interface KeyExpression {
  /** Over the alias `t`. */
  readonly sql: string;
  readonly type: "bigint" | "text";
}

/** What must be read of a table's rows so that its references can be followed, upwards and downwards. */
export function keyLayout(table: Table, references: readonly Reference[]): KeyLayout {
  const expressions: KeyExpression[] = [];
  const position = (name: string, when?: string): number => {
    const type = isWholeNumber(table, name) ? "bigint" : "text";
    const column = `t.${quoteIdentifier(name)}::${type}`;
    const sql = when === undefined ? column : `CASE WHEN (${when}) THEN ${column} END`;
    const known = expressions.findIndex((expression) => expression.sql === sql);
    return known === -1 ? expressions.push({ sql, type }) - 1 : known;
  };
  const referring = references
    .filter(({ child }) => child === table)
    .map((reference) => [reference, reference.pairs.map((pair) => position(pair.child, reference.when))] as const);
  const referred = references
    .filter(({ parent }) => parent === table)
    .map((reference) => [reference, reference.pairs.map((pair) => position(pair.parent))] as const);
  return { expressions, referring: new Map(referring), referred: new Map(referred) };
}

function isWholeNumber(table: Table, name: string): boolean {
  const type = table.columns.find((column) => column.name === name)?.type ?? "";
  return ["smallint", "integer", "bigint"].includes(type);
}
