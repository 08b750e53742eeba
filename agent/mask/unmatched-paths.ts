import { type ColumnFacts, columnKey, sampledDocument } from "./column-facts.ts";
import { ruleFor } from "./find-unmasked.ts";
import { parseJsonPath } from "./json-path.ts";
import type { MaskRules } from "./mask-rule.ts";
import { replaceAtPaths } from "./replace-at-paths.ts";

/** Paths that lead to nothing in any sampled document, a sentence each: perhaps a name is misspelt. */
export function unmatchedPaths(columns: readonly ColumnFacts[], rules: MaskRules): string[] {
  return columns.flatMap((column) => {
    const rule = ruleFor(column, rules);
    const isWhole = column.samples.every((document) => document.length < sampledDocument);
    if (typeof rule !== "object" || !("paths" in rule) || column.samples.length === 0 || !isWhole) return [];
    return Object.keys(rule.paths)
      .filter((path) => !column.samples.some((document) => leadsSomewhere(document, path)))
      .map(
        (path) =>
          `mask.${columnKey(column)}: the path ${path} leads to nothing in ${column.samples.length} sampled rows`,
      );
  });
}

function leadsSomewhere(document: string, path: string): boolean {
  const parsed = parseJsonPath(path);
  let found = false;
  if (parsed) {
    replaceAtPaths(document, [parsed], ({ text }) => {
      found = true;
      return text;
    });
  }
  return found;
}
