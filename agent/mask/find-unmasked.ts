import { type ColumnFacts, columnKey } from "./column-facts.ts";
import { familyOf } from "./detect/family.ts";
import { suspectContent } from "./detect/suspect-content.ts";
import { suspectJson } from "./detect/suspect-json.ts";
import { type Suspicion, suspectColumnName, suspectName } from "./detect/suspect-name.ts";
import type { JsonRule, MaskRule, MaskRules } from "./mask-rule.ts";
import { refusal } from "./rule-fit.ts";

/** A column that looks personal and has no rule. */
export interface UnmaskedColumn {
  /** As a rule's key: `users.email`. */
  readonly column: string;
  /** Why it looks personal, without a value. */
  readonly reason: string;
  readonly proposal: MaskRule;
}

/**
 * The columns that look personal, by name or by content, and for which the rules say nothing: not masked, not kept.
 * A rule on one of several joined columns speaks for all of them; one with paths speaks only for what these lead to.
 */
export function findUnmasked(columns: readonly ColumnFacts[], rules: MaskRules): UnmaskedColumn[] {
  const ruleOf = new Map<number, MaskRule>();
  for (const column of columns) {
    const rule = ruleFor(column, rules);
    if (rule !== undefined) ruleOf.set(column.joined, rule);
  }
  const found = columns.flatMap((column) => {
    const rule = ruleOf.get(column.joined);
    const byPaths = typeof rule === "object" && "paths" in rule ? rule : undefined;
    if (rule !== undefined && !byPaths) return [];
    const suspicion = suspect(column, byPaths);
    return suspicion ? [{ column, ...suspicion }] : [];
  });
  const together = Map.groupBy(found, ({ column }) => column.joined);
  return found.map(({ column, reason }) => {
    const proposal = commonProposal(together.get(column.joined) ?? []);
    return { column: columnKey(column), reason, proposal };
  });
}

/** The rule that names this column itself. */
export function ruleFor(
  { schema, table, column }: Pick<ColumnFacts, "schema" | "table" | "column">,
  rules: MaskRules,
): MaskRule | undefined {
  return rules[`${schema}.${table}.${column}`] ?? rules[`${table}.${column}`];
}

/** The findings as lines for slipway.json, ready to paste. */
export function describeUnmasked(found: readonly UnmaskedColumn[]): string {
  const lines = found.map(
    ({ column, proposal, reason }, index) =>
      `  ${JSON.stringify(column)}: ${JSON.stringify(proposal)}${index < found.length - 1 ? "," : ""} // ${reason}`,
  );
  return `"mask": {\n${lines.join("\n")}\n}`;
}

function suspect(column: ColumnFacts, given?: JsonRule): Pick<UnmaskedColumn, "reason" | "proposal"> | undefined {
  // It is computed anew from what it is computed from, masked.
  if (column.generated) return undefined;
  const family = familyOf(column);
  if (family === "json") {
    const found = suspectJson(column.samples, given);
    return found && { ...found, proposal: fitting(found.proposal, column) };
  }
  const suspicion =
    suspectColumnName(column, family) ?? suspectFields(column) ?? suspectContent(column.samples, family);
  return suspicion && { reason: suspicion.reason, proposal: fitting(suspicion.rule, column) };
}

/** What the names of a composite type's fields give away. */
function suspectFields({ fields = [] }: ColumnFacts): Suspicion | undefined {
  for (const field of fields) {
    const suspicion = suspectName(field, "text");
    if (suspicion) return { ...suspicion, reason: `its field ${field}: ${suspicion.reason}` };
  }
  return undefined;
}

/** Joined columns take one rule. */
function commonProposal(found: readonly { column: ColumnFacts; proposal: MaskRule }[]): MaskRule {
  const proposals = found.map(({ proposal }) => proposal);
  const paths = proposals.map((one) => (typeof one === "object" && "paths" in one ? one.paths : undefined));
  if (paths.length > 1 && paths.every((one) => one !== undefined))
    return { rule: "json", paths: Object.assign({}, ...paths) };
  // Where one of them has more than is looked at, paths that another one shows are not enough.
  if (proposals.includes("json") && paths.some((one) => one !== undefined)) return "json";
  const common = proposals.find((one) => found.every(({ column }) => refusal(one, column) === undefined));
  return common ?? proposals[0] ?? "keep";
}

/** A proposal must be one that the column can take. */
function fitting(rule: MaskRule, column: ColumnFacts): MaskRule {
  const empty = { set: emptyValue(column) };
  const proposals: MaskRule[] = [rule, "text", "hash", "number", "null", ...(column.kind === "enum" ? [] : [empty])];
  return proposals.find((one) => refusal(one, column) === undefined) ?? "keep";
}

/** As PostgreSQL writes what has nothing in it. */
function emptyValue({ kind, fields = [] }: ColumnFacts): string {
  if (kind === "array") return "{}";
  return kind === "composite" ? `(${",".repeat(Math.max(0, fields.length - 1))})` : "";
}
