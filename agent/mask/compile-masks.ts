import { nearestName } from "../database/nearest-name.ts";
import { Problem } from "../problem.ts";
import type { ColumnExpression, ColumnName, ColumnTransform, ColumnTransforms } from "../subset/column-transform.ts";
import { type ColumnFacts, columnKey } from "./column-facts.ts";
import { findUnmasked, ruleFor, type UnmaskedColumn } from "./find-unmasked.ts";
import { inheritRules } from "./inherit-rules.ts";
import { invalidMask } from "./invalid-mask.ts";
import { asCompared, joinedRefusal, limitsOf } from "./joined-columns.ts";
import { type KeptRows, keptRowsOf, requireKeepable, requireKnownTables } from "./kept-rows.ts";
import type { MaskRule, MaskRules } from "./mask-rule.ts";
import { maskValue } from "./mask-value.ts";
import { makePeople } from "./people.ts";
import { refusal } from "./rule-fit.ts";
import { unmatchedPaths } from "./unmatched-paths.ts";

/** Masks, and the columns that look personal but have none: while there are any, nothing may be copied. */
export interface Masks extends ColumnTransforms {
  readonly findings: readonly UnmaskedColumn[];
  readonly notes: readonly string[];
  /** @throws Problem "source-changed" for a column that was not inspected, or not as one that is copied. */
  forColumn: ColumnTransforms["forColumn"];
  keptRows(table: { readonly schema: string; readonly table: string }): string | undefined;
}

/**
 * Makes the rules into functions. What they give refuses a column that is not among these: it has come meanwhile.
 * @param key private: without it masks can neither be repeated nor tried out. At least 16 bytes.
 * @param kept rows that are not masked.
 * @throws Problem (usage) for a column that does not exist, a rule that its column cannot take, or joined columns
 *   whose rules differ.
 */
export function compileMasks(
  rules: MaskRules,
  columns: readonly ColumnFacts[],
  key: Buffer,
  kept: KeptRows = {},
): Masks {
  requireKnownColumns(rules, columns);
  requireKnownTables(kept, columns);
  const people = makePeople();
  // A generated one is not copied: should it have become an ordinary one, nobody has looked at it as such.
  const inspected = new Set(columns.filter(({ generated }) => !generated).map(id));
  const transforms = new Map<string, ColumnTransform | ColumnExpression>();
  const all = inheritRules(rules, columns);
  for (const joined of Map.groupBy(columns, ({ joined }) => joined).values()) {
    const rule = ruleOfAll(joined, all);
    if (rule === undefined || rule === "keep") continue;
    requireFit(rule, joined);
    requireKeepable(rule, joined, kept);
    const transform = transformOf(rule, joined, key, people);
    for (const column of joined) transforms.set(id(column), transform);
  }
  return {
    findings: findUnmasked(columns, all),
    notes: unmatchedPaths(columns, rules),
    forColumn: (column) => {
      if (!inspected.has(id(column))) throw sourceChanged(column);
      return transforms.get(id(column));
    },
    keptRows: (table) => keptRowsOf(table, kept),
  };
}

function transformOf(
  rule: Exclude<MaskRule, "keep">,
  joined: readonly ColumnFacts[],
  key: Buffer,
  people: ReturnType<typeof makePeople>,
): ColumnTransform | ColumnExpression {
  if (typeof rule === "object" && "sql" in rule) return { sql: rule.sql };
  const mask = maskValue(rule, limitsOf(joined), key, people);
  const compared = asCompared(joined);
  return compared ? (value) => mask(compared(value)) : mask;
}

function sourceChanged(column: ColumnName): Problem {
  return new Problem({
    what: "The source's tables changed while they were about to be copied",
    where: columnKey(column),
    why: "the column was not there, or was computed, when the columns that look personal were looked for",
    next: "Ship again, or repeat the command: masks are then made for the tables as they are now. Nothing was kept.",
    code: "source-changed",
  });
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
  throw invalidMask(
    "Columns that a foreign key or a link joins have different rules",
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
    throw invalidMask(
      `There is no column "${key}"`,
      `mask.${key}`,
      nearest ? `Write "${nearest}".` : "Check the name.",
    );
  }
}

/** The columns that share a rule must take it, each by itself and together. */
function requireFit(rule: MaskRule, joined: readonly ColumnFacts[]): void {
  const unfit = joined.find((column) => refusal(rule, column) !== undefined) ?? joined[0];
  const why = (unfit && refusal(rule, unfit)) ?? joinedRefusal(rule, joined);
  if (unfit === undefined || why === undefined) return;
  const name = typeof rule === "object" ? JSON.stringify(rule) : `"${rule}"`;
  const next = unfit.generated || unfit.partitionKey ? `Write "keep", or leave it out.` : "Choose another rule.";
  throw invalidMask(`The rule ${name} does not fit its column`, `mask.${columnKey(unfit)}`, next, why);
}
