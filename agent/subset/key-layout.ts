import { quoteIdentifier } from "../database/identifiers.ts";
import type { Table } from "./catalogue.ts";
import type { Reference } from "./references.ts";
import type { KeyLayout } from "./row.ts";

/** What must be read of a table's rows so that its references can be followed, upwards and downwards. */
export function keyLayout(table: Table, references: readonly Reference[]): KeyLayout {
  const expressions: string[] = [];
  const position = (expression: string): number => {
    const known = expressions.indexOf(expression);
    return known === -1 ? expressions.push(expression) - 1 : known;
  };
  const referring = references
    .filter(({ child }) => child === table)
    .map(
      (reference) => [reference, reference.pairs.map((pair) => position(childText(reference, pair.child)))] as const,
    );
  const referred = references
    .filter(({ parent }) => parent === table)
    .map((reference) => [reference, reference.pairs.map((pair) => position(columnText(pair.parent)))] as const);
  return { expressions, referring: new Map(referring), referred: new Map(referred) };
}

function columnText(column: string): string {
  return `t.${quoteIdentifier(column)}::text`;
}

function childText({ when }: Reference, column: string): string {
  return when === undefined ? columnText(column) : `CASE WHEN (${when}) THEN ${columnText(column)} END`;
}
