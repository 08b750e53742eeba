import {
  findNodeAtLocation,
  getNodeValue,
  type JSONPath,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from "jsonc-parser";

/** A JSON text with comments that remembers where everything stands. */
export interface JsonDocument {
  readonly value: unknown;
  /** What makes the text no JSON at all, or leaves a key in it twice. */
  readonly faults: readonly { offset: number; path: readonly PropertyKey[]; message: string }[];
  valueAt(path: readonly PropertyKey[]): unknown;
  /** Where a key stands; for a missing one, where the nearest thing around it stands. */
  offsetOf(path: readonly PropertyKey[]): number;
}

/** Reads JSON with comments and trailing commas. Never throws: what is wrong is in `faults`. */
export function readJsonDocument(text: string): JsonDocument {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const syntax = onePerOffset(errors).map(({ offset, error }) => ({ offset, path: [], message: syntaxInWords(error) }));
  const node = (path: readonly PropertyKey[]) => (root ? findNodeAtLocation(root, path as JSONPath) : undefined);
  return {
    value: root ? getNodeValue(root) : undefined,
    faults: [...syntax, ...(root ? repeatedKeys(root, []) : [])],
    valueAt(path) {
      const found = node(path);
      return found && getNodeValue(found);
    },
    offsetOf(path) {
      for (let length = path.length; length > 0; length--) {
        const found = node(path.slice(0, length));
        if (found) return found.parent?.type === "property" ? found.parent.offset : found.offset;
      }
      return root?.offset ?? 0;
    },
  };
}

/** The line and column of an offset, both counted from 1. */
export function positionOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function repeatedKeys(node: Node, path: readonly PropertyKey[]): JsonDocument["faults"][number][] {
  if (node.type === "array")
    return (node.children ?? []).flatMap((item, index) => repeatedKeys(item, [...path, index]));
  if (node.type !== "object") return [];
  const seen = new Set<string>();
  return (node.children ?? []).flatMap((property) => {
    const [key, value] = property.children ?? [];
    const name = String(key?.value);
    const fault = { offset: property.offset, path: [...path, name], message: "stands here a second time" };
    const repeated = seen.has(name) ? [fault] : [];
    seen.add(name);
    return [...repeated, ...(value ? repeatedKeys(value, [...path, name]) : [])];
  });
}

/** One missing brace may be missed at several levels. */
function onePerOffset(errors: readonly ParseError[]): readonly ParseError[] {
  return errors.filter((error, index) => errors.findIndex(({ offset }) => offset === error.offset) === index);
}

/** "ValueExpected" as "value expected". */
function syntaxInWords(error: ParseError["error"]): string {
  return printParseErrorCode(error)
    .replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .toLowerCase();
}
