/** A rule for a column, as it is to stand in `mask`. */
export interface NewRule {
  readonly column: string;
  readonly rule: unknown;
}

/** A text to put in at an offset. */
export interface Insertion {
  readonly offset: number;
  readonly text: string;
}

/** Comments, texts and marks of a JSON document with comments. */
const tokens = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\])*"|[{}[\]:,]/g;

/** What puts rules into `mask` of slipway.json, and the section itself where it is missing; all else stays as it is. */
export function addRules(document: string, rules: readonly NewRule[]): Insertion | undefined {
  const marks = [...document.matchAll(tokens)].filter(([token]) => !token.startsWith("/"));
  const root = marks.find(([token]) => token === "{");
  if (!root) return undefined;
  const section = maskSection(marks);
  const lines = (indent: string) =>
    rules.map(({ column, rule }) => `\n${indent}${JSON.stringify(column)}: ${JSON.stringify(rule)}`).join(",");
  const opening = section ?? root;
  const isEmpty = marks[marks.indexOf(opening) + 1]?.[0] === "}";
  const text = section ? lines("    ") : `\n  "mask": {${lines("    ")}\n  }`;
  const end = section ? "\n  " : "\n";
  return { offset: opening.index + 1, text: isEmpty ? text + end : `${text},` };
}

/** The columns and tables that `mask` already says something about. */
export function ruledColumns(document: string): string[] {
  const marks = [...document.matchAll(tokens)].filter(([token]) => !token.startsWith("/"));
  const section = maskSection(marks);
  if (!section) return [];
  const found: string[] = [];
  let depth = 0;
  for (const [index, [token]] of marks.entries()) {
    if (index < marks.indexOf(section)) continue;
    if (token === "{" || token === "[") depth++;
    if ((token === "}" || token === "]") && --depth === 0) break;
    if (depth === 1 && token.startsWith('"') && marks[index + 1]?.[0] === ":") found.push(String(JSON.parse(token)));
  }
  return found;
}

/** Where `mask` begins: its name, for what is said about it; undefined where it is missing. */
export function maskOffset(document: string): number | undefined {
  const marks = [...document.matchAll(tokens)].filter(([token]) => !token.startsWith("/"));
  const section = maskSection(marks);
  return section && marks[marks.indexOf(section) - 2]?.index;
}

function maskSection(marks: readonly RegExpExecArray[]): RegExpExecArray | undefined {
  let depth = 0;
  for (const [index, [token]] of marks.entries()) {
    if (token === "{" || token === "[") depth++;
    if (token === "}" || token === "]") depth--;
    const after = marks.slice(index + 1, index + 3).map(([one]) => one);
    if (depth === 1 && token === '"mask"' && after[0] === ":" && after[1] === "{") return marks[index + 2];
  }
  return undefined;
}
