import { type Node, parseTree } from "jsonc-parser";
import type { JsonPath } from "./json-path.ts";

/** A string, number, boolean or null of a JSON document. */
export type JsonLeaf = Pick<Node, "type" | "value"> & { readonly text: string };

/** A path, and how many of its steps have been gone. */
interface Position {
  readonly path: number;
  readonly gone: number;
}

/**
 * Replaces what the paths lead to, every leaf of it, and leaves the rest of the document byte by byte. Where two paths
 * lead to the same value the first counts.
 */
export function replaceAtPaths(
  text: string,
  paths: readonly JsonPath[],
  replace: (leaf: JsonLeaf, path: number) => string,
): string {
  const root = parseTree(text);
  if (!root) return text;
  let replaced = "";
  let end = 0;
  const replaceLeaves = (node: Node, path: number): void => {
    if (node.type === "object") {
      for (const property of node.children ?? []) if (property.children?.[1]) replaceLeaves(property.children[1], path);
    } else if (node.type === "array") for (const element of node.children ?? []) replaceLeaves(element, path);
    else {
      const leaf = { type: node.type, value: node.value, text: text.slice(node.offset, node.offset + node.length) };
      replaced += text.slice(end, node.offset) + replace(leaf, path);
      end = node.offset + node.length;
    }
  };
  const walk = (node: Node, positions: readonly Position[]): void => {
    const children = node.type === "object" || node.type === "array" ? (node.children ?? []) : [];
    for (const child of children) {
      const [key, value] =
        node.type === "object" ? [String(child.children?.[0]?.value), child.children?.[1]] : ["", child];
      if (!value) continue;
      const next = positions.flatMap((position) => advance(position, node.type === "array" ? undefined : key, paths));
      const arrived = next.find(({ path, gone }) => gone === paths[path]?.steps.length);
      if (arrived) replaceLeaves(value, arrived.path);
      else if (next.length > 0) walk(value, next);
    }
  };
  walk(
    root,
    paths.map((_, path) => ({ path, gone: 0 })),
  );
  return replaced + text.slice(end);
}

/** @param key undefined for an element of a list: a step by name looks into lists by itself. */
function advance(position: Position, key: string | undefined, paths: readonly JsonPath[]): Position[] {
  const step = paths[position.path]?.steps[position.gone];
  if (!step) return [];
  const isTaken = step.key === undefined || step.key === key;
  const stays = step.deep || (key === undefined && step.key !== undefined);
  const on = { path: position.path, gone: position.gone + 1 };
  return [...(isTaken ? [on] : []), ...(stays ? [position] : [])];
}
