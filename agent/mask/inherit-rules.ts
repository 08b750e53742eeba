import type { ColumnFacts } from "./column-facts.ts";
import { ruleFor } from "./find-unmasked.ts";
import type { MaskRule, MaskRules } from "./mask-rule.ts";

/**
 * The rules, with those that columns have from the tables that theirs inherits from: a query of such a table gives their
 * rows too. The nearest one's counts, where neither the column nor what it is joined to has a rule of its own. That
 * values may be kept is said of a column by itself alone.
 */
export function inheritRules(rules: MaskRules, columns: readonly ColumnFacts[]): MaskRules {
  const ruled = new Set(columns.filter((column) => ruleFor(column, rules) !== undefined).map(({ joined }) => joined));
  const inherited: Record<string, MaskRule> = {};
  for (const column of columns) {
    if (ruled.has(column.joined)) continue;
    const { schema, table, column: name } = column;
    for (const ancestor of column.ancestors) {
      const rule = ruleFor({ ...ancestor, column: name }, rules);
      if (rule === undefined) continue;
      if (rule !== "keep") inherited[`${schema}.${table}.${name}`] = rule;
      break;
    }
  }
  return { ...rules, ...inherited };
}
