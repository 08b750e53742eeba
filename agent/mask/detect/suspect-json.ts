import { type Node, parseTree } from "jsonc-parser";
import { longestDocument } from "../column-facts.ts";
import { parseJsonPath, pathTo } from "../json-path.ts";
import type { JsonRule, MaskRule, PathRule } from "../mask-rule.ts";
import { replaceAtPaths } from "../replace-at-paths.ts";
import { holdsEmail, suspectContent } from "./suspect-content.ts";
import { type Suspicion, suspectName } from "./suspect-name.ts";

const tooLong = `some of its documents are longer than the ${longestDocument} characters that are looked at`;

/**
 * The paths of documents whose values look personal, and which a rule says nothing about.
 * @param given the column's rule, where it has one with paths.
 * @returns the rule that would mask them, with what it says already.
 */
export function suspectJson(
  documents: readonly string[],
  given?: JsonRule,
): { readonly reason: string; readonly proposal: MaskRule } | undefined {
  const spoken = Object.keys(given?.paths ?? {}).flatMap((path) => parseJsonPath(path) ?? []);
  const rests = documents.map((one) => (spoken.length > 0 ? replaceAtPaths(one, spoken, () => "null") : one));
  const leaves = new Map<string, Leaves>();
  for (const rest of rests) {
    const root = parseTree(rest);
    if (root) collect(root, "$", "", leaves);
  }
  const found = [...leaves].flatMap(([path, { name, family, values }]) => {
    const suspicion = suspectName(name, family) ?? suspectContent(values, family);
    return suspicion ? [{ path, suspicion }] : [];
  });
  const [first] = found;
  // Whoever names paths has looked at what the documents hold.
  const isCut = !given && documents.some((one) => one.length >= longestDocument);
  if (!first) {
    // In a key, or behind the end of what was looked at.
    if (rests.some(holdsEmail)) return { reason: "its values hold e-mail addresses", proposal: "json" };
    return isCut ? { reason: tooLong, proposal: "json" } : undefined;
  }
  const paths = Object.fromEntries(found.map(({ path, suspicion }): [string, PathRule] => [path, ruleOf(suspicion)]));
  const proposal =
    paths.$ === undefined && !isCut ? ({ rule: "json", paths: { ...given?.paths, ...paths } } as const) : "json";
  return { reason: `${first.path} in it: ${first.suspicion.reason}`, proposal };
}

function ruleOf({ rule }: Suspicion): PathRule {
  return rule === "json" ? "text" : rule;
}

/** What stands at one path, in all documents. */
interface Leaves {
  readonly name: string;
  readonly family: "text" | "number";
  readonly values: string[];
}

/** Texts and numbers by their paths, whatever their places in lists; a document that is cut off gives what it has. */
function collect(node: Node, path: string, name: string, leaves: Map<string, Leaves>): void {
  if (node.type === "object") {
    for (const { children } of node.children ?? []) {
      const [key, value] = children ?? [];
      if (key && value) collect(value, pathTo(path, String(key.value)), String(key.value), leaves);
    }
  } else if (node.type === "array") {
    for (const element of node.children ?? []) collect(element, path, name, leaves);
  } else if ((node.type === "string" && node.value !== "") || node.type === "number") {
    const leaf = leaves.get(path) ?? { name, family: node.type === "number" ? "number" : "text", values: [] };
    leaf.values.push(String(node.value));
    leaves.set(path, leaf);
  }
}
