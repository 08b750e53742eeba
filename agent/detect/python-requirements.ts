import { posix } from "node:path";
import type { AppPlace } from "./app-place.ts";
import type { SourceTree } from "./source-tree.ts";

/** The texts of the requirement files that an image installs; undefined where no RUN line names one. */
export async function readRequirements(tree: SourceTree, { facts }: AppPlace): Promise<string | undefined> {
  const runs = facts.stages.flatMap(({ instructions }) => instructions.filter(({ name }) => name === "RUN"));
  const texts = runs.map(({ text }) => text).join("\n");
  const named = [...texts.matchAll(/[\w./-]*requirements[\w./-]*\.txt/g)].map(([path]) => posix.basename(path));
  const files = tree.files.filter((path) => named.includes(posix.basename(path)));
  if (files.length === 0) return undefined;
  return (await Promise.all(files.map((path) => tree.text(path)))).join("\n");
}
