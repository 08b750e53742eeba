import type { SourceTree } from "./source-tree.ts";

/** The processes of a Procfile by their names; `release` is none, it is run once. */
export async function readProcfile(tree: SourceTree): Promise<Record<string, string>> {
  const lines = ((await tree.text("Procfile")) ?? "").matchAll(/^([A-Za-z0-9_-]+):[ \t]*(.+)$/gm);
  const processes = [...lines].map(([, name = "", run = ""]) => [name, run.trim()] as const);
  return Object.fromEntries(processes.filter(([name]) => name !== "release"));
}
