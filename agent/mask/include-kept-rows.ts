import type { TableRule } from "../subset/request.ts";
import type { MaskSection } from "./mask-source.ts";

type Tables = Readonly<Record<string, TableRule>>;

/** The subset's tables, with the rows that are kept unmasked always there: who cannot be found cannot log in. */
export function includeKeptRows(tables: Tables, section: MaskSection): Tables {
  const included: Record<string, TableRule> = { ...tables };
  for (const [table, rule] of Object.entries(section)) {
    if (typeof rule !== "object" || !("keepRows" in rule)) continue;
    const names = [table, `public.${table}`, table.replace(/^public\./, "")];
    const name = names.find((one) => included[one] !== undefined) ?? table;
    included[name] = including(included[name], rule.keepRows);
  }
  return included;
}

function including(rule: TableRule | undefined, condition: string): TableRule {
  if (rule === "all") return rule;
  const given = typeof rule === "number" ? { rows: rule } : (rule ?? {});
  // A line of its own, since it may end in a comment.
  const include = given.include === undefined ? `${condition}\n` : `(${given.include}\n) OR (${condition}\n)`;
  return { ...given, include };
}
