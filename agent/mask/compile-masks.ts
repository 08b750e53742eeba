import { nearestName } from "../database/nearest-name.ts";
import { Problem } from "../problem.ts";
import type { ColumnTransform, ColumnTransforms } from "../subset/column-transform.ts";
import { type ColumnFacts, columnKey, type MaskRule, type MaskRules } from "./column-facts.ts";
import { findUnmasked, ruleFor, type UnmaskedColumn } from "./find-unmasked.ts";
import { maskValue } from "./mask-value.ts";
import { makePeople } from "./people.ts";
import { refusal } from "./rule-fit.ts";

/** Masks, and the columns that look personal but have none: while there are any, nothing may be copied. */
export type Masks = ColumnTransforms & { readonly findings: readonly UnmaskedColumn[] };

/**
 * Makes the rules into functions.
 * @param key private: without it masks can neither be repeated nor tried out. At least 16 bytes.
 * @throws Problem (usage) for a column that does not exist, a rule that its column cannot take, or joined columns
 *   whose rules differ.
 */
export function compileMasks(rules: MaskRules, columns: readonly ColumnFacts[], key: Buffer): Masks {
  requireKnownColumns(rules, columns);
  const people = makePeople();
  const transforms = new Map<string, ColumnTransform>();
  for (const joined of Map.groupBy(columns, ({ joined }) => joined).values()) {
    const rule = ruleOfAll(joined, rules);
    if (rule === undefined || rule === "keep") continue;
    for (const column of joined) requireFit(rule, column);
    const limits = {
      unique: joined.some(({ unique }) => unique),
      maxLength: Math.min(...joined.map(({ maxLength }) => maxLength ?? Number.MAX_SAFE_INTEGER)),
      type: joined[0]?.type ?? "text",
    };
    const transform = maskValue(rule, limits, key, people);
    for (const column of joined) transforms.set(id(column), transform);
  }
  return {
    findings: findUnmasked(columns, rules),
    forColumn: (column) => transforms.get(id(column)),
  };
}

function id({ schema, table, column }: { schema: string; table: string; column: string }): string {
  return JSON.stringify([schema, table, column]);
}

function ruleOfAll(joined: readonly ColumnFacts[], rules: MaskRules): MaskRule | undefined {
  const given = joined.flatMap((column) => {
    const rule = ruleFor(column, rules);
    return rule === undefined ? [] : [{ column, rule }];
  });
  const [first] = given;
  const other = given.find(({ rule }) => JSON.stringify(rule) !== JSON.stringify(first?.rule));
  if (!first || !other) return first?.rule;
  throw invalid(
    "Columns that a foreign key joins have different rules",
    `${columnKey(first.column)} and ${columnKey(other.column)}`,
    "Give them the same rule, or only one of them a rule: it holds for both.",
  );
}

function requireKnownColumns(rules: MaskRules, columns: readonly ColumnFacts[]): void {
  const names = columns.flatMap((column) => [
    `${column.schema}.${column.table}.${column.column}`,
    `${column.table}.${column.column}`,
  ]);
  const known = new Set(names);
  for (const key of Object.keys(rules)) {
    if (known.has(key)) continue;
    const nearest = nearestName(key, names);
    throw invalid(`There is no column "${key}"`, `mask.${key}`, nearest ? `Write "${nearest}".` : "Check the name.");
  }
}

function requireFit(rule: MaskRule, column: ColumnFacts): void {
  const why = refusal(rule, column);
  if (why === undefined) return;
  const name = typeof rule === "object" ? JSON.stringify(rule) : `"${rule}"`;
  throw invalid(
    `The rule ${name} does not fit its column: ${why}`,
    `mask.${columnKey(column)}`,
    "Choose another rule.",
  );
}

function invalid(what: string, where: string, next: string): Problem {
  return new Problem({ what, where, next, code: "config-invalid", usage: true });
}
