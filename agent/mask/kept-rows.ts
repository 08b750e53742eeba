import { nearestName } from "../database/nearest-name.ts";
import type { TableName } from "../subset/column-transform.ts";
import { type ColumnFacts, columnKey, tableKey } from "./column-facts.ts";
import { invalidMask } from "./invalid-mask.ts";
import { type MaskRule, ruleKind } from "./mask-rule.ts";

/** By `table` or `schema.table`: the SQL condition of rows that are not masked. */
export type KeptRows = Readonly<Record<string, string>>;

/** The condition for a table, under its long name or its short one. */
export function keptRowsOf({ schema, table }: TableName, kept: KeptRows): string | undefined {
  return kept[`${schema}.${table}`] ?? kept[table];
}

/** @throws Problem (usage) for a table that does not exist. */
export function requireKnownTables(kept: KeptRows, columns: readonly ColumnFacts[]): void {
  const names = [...new Set(columns.flatMap(({ schema, table }) => [`${schema}.${table}`, table]))];
  for (const key of Object.keys(kept)) {
    if (names.includes(key)) continue;
    const nearest = nearestName(key, names);
    throw invalidMask(
      `There is no table "${key}"`,
      `mask.${key}.keepRows`,
      nearest ? `Write "${nearest}".` : "Check the name.",
    );
  }
}

/**
 * A kept row must not lose what refers to it, nor meet a masked row that has come to have its value.
 * @param joined the columns that share the rule.
 * @throws Problem (usage) where it might.
 */
export function requireKeepable(rule: MaskRule, joined: readonly ColumnFacts[], kept: KeptRows): void {
  const column = joined.find((one) => keptRowsOf(one, kept) !== undefined);
  if (!column) return;
  const where = `mask.${tableKey(column)}.keepRows`;
  const next = `Take keepRows out, or give ${columnKey(column)} the rule "keep".`;
  const others = joined.filter((one) => one !== column);
  if (others.length > 0) {
    const why = `${columnKey(column)} is masked and joined to ${others.map(columnKey).join(", ")}: what refers to a kept row would be masked`;
    throw invalidMask("Rows cannot be kept in a table whose masked columns are joined", where, next, why);
  }
  if (column.unique && typeof rule === "string" && ["number", "phone", "postcode"].includes(ruleKind(rule))) {
    const why = `${columnKey(column)} is unique, and its rule "${rule}" exchanges values: a masked row may get a kept row's`;
    throw invalidMask("Rows cannot be kept beside this rule", where, next, why);
  }
}
