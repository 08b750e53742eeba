import type { SourceTree } from "./source-tree.ts";

const fileNames = [".env.example", ".env.sample", ".env.template", "env.example", ".env.dist"];

/** The variables that a repository's example of an .env file names, with what it proposes, in the file's order. */
export async function readExampleEnvironment(tree: SourceTree): Promise<ReadonlyMap<string, string>> {
  const file = fileNames.find((name) => tree.has(name));
  const text = file === undefined ? "" : ((await tree.text(file)) ?? "");
  const lines = text.matchAll(/^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=[ \t]*(.*)$/gm);
  return new Map([...lines].map(([, name = "", value = ""]) => [name, plain(value)]));
}

/** Without quotes, or without the comment that follows it. */
function plain(value: string): string {
  const quoted = /^(["'])(.*?)\1/.exec(value);
  return quoted ? (quoted[2] ?? "") : value.replace(/(^|\s)#.*$/, "").trim();
}
