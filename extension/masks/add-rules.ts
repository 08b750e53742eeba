/** A rule for a column, as it is to stand in `mask`. */
export interface NewRule {
  readonly column: string;
  /** As JSON. */
  readonly rule: string;
}

/** What is there of `mask` in slipway.json. */
export interface MaskSection {
  /** Where its name stands. */
  readonly offset: number;
  /** The columns and tables that it says something about. */
  readonly names: readonly string[];
  /** Behind its opening brace. */
  readonly inside: number;
}

/** Comments, texts and marks of a JSON document with comments. */
const tokens = /\/\/.*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\])*"|[{}[\]:,]/g;

/** Reads as much of a document as is needed, whatever else is wrong with it. `mask` is undefined where it is missing. */
export function readMasks(document: string): { readonly root: number; readonly mask?: MaskSection } {
  let root = 0;
  let mask: { offset: number; names: string[]; inside: number } | undefined;
  const path: string[] = [];
  let name = "";
  let before = { text: "", index: 0 };
  for (const { 0: text, index } of document.matchAll(tokens)) {
    if (text[0] === "/") continue;
    if (text === ":" && before.text[0] === '"') {
      name = before.text.slice(1, -1);
      if (path.length === 1 && name === "mask") mask = { offset: before.index, names: [], inside: 0 };
      if (path.join() === ",mask") mask?.names.push(name);
    } else if (text === "{" || text === "[") {
      root ||= index + 1;
      if (mask && path.length === 1 && name === "mask") mask.inside = index + 1;
      path.push(name);
    } else if (text === "}" || text === "]") path.pop();
    before = { text, index };
  }
  return { root, ...(mask?.inside ? { mask } : {}) };
}

/** The document's offset and the text that puts rules there, and the section itself where it is missing. */
export function addRules(document: string, rules: readonly NewRule[]): { offset: number; text: string } | undefined {
  const { root, mask } = readMasks(document);
  if (!root) return undefined;
  const lines = rules.map(({ column, rule }) => `\n    ${JSON.stringify(column)}: ${rule}`).join();
  // Slipway reads a comma too many; in an empty object there is none.
  if (mask) return { offset: mask.inside, text: mask.names.length > 0 ? `${lines},` : `${lines}\n  ` };
  const isEmpty = /^\s*}/.test(document.slice(root));
  return { offset: root, text: `\n  "mask": {${lines}\n  }${isEmpty ? "\n" : ","}` };
}
