import type { ColumnTransform } from "../subset/column-transform.ts";
import { permuteNumber } from "./digits.ts";
import { parseJsonPath } from "./json-path.ts";
import { lotKey } from "./lot-key.ts";
import { type JsonRule, type PathRule, ruleKind } from "./mask-rule.ts";
import { type JsonLeaf, replaceAtPaths } from "./replace-at-paths.ts";

/** What becomes of one leaf, as JSON. */
type LeafMask = (leaf: JsonLeaf) => string;

/**
 * The function behind `{"rule": "json", "paths": …}`: masks what the paths lead to, so that a text stays a text and a
 * number a number.
 * @param maskOf the function behind a rule for a type.
 */
export function maskJson(
  { paths }: JsonRule,
  key: Buffer,
  maskOf: (rule: Exclude<PathRule, "keep">, type: string) => ColumnTransform,
): ColumnTransform {
  const secret = lotKey(key);
  const parsed = Object.keys(paths).flatMap((path) => parseJsonPath(path) ?? []);
  const masks = parsed.map(({ text }): LeafMask => {
    const rule = paths[text] ?? "keep";
    if (rule === "keep") return (leaf) => leaf.text;
    if (rule === "null") return () => "null";
    if (ruleKind(rule) === "set") return () => JSON.stringify(typeof rule === "object" && "set" in rule && rule.set);
    const [ofText, ofNumber] = [maskOf(rule, "text"), maskOf(rule, "numeric")];
    return ({ type, value, text: written }) => {
      if (type === "string") return JSON.stringify(ofText(value));
      if (type !== "number") return written;
      return ruleKind(rule) === "number" ? (ofNumber(written) ?? "null") : permuteNumber(secret, written, "numeric");
    };
  });
  return (document) => replaceAtPaths(document, parsed, (leaf, path) => masks[path]?.(leaf) ?? "null");
}
