import { interpolate } from "./interpolate.ts";
import type { SourceTree } from "./source-tree.ts";

const fileNames = [".env.example", ".env.sample", ".env.template", "env.example", ".env.dist"];

/**
 * The variables that an example of an .env file names, with what it proposes, in the file's order. Where a value names
 * another variable of the file, that one's value is put in.
 * @param trees where to look; the first that has one counts.
 */
export async function readExampleEnvironment(trees: readonly SourceTree[]): Promise<ReadonlyMap<string, string>> {
  const found = trees.flatMap((tree) => fileNames.filter((name) => tree.has(name)).map((name) => tree.text(name)));
  const text = (await found[0]) ?? "";
  const lines = text.matchAll(/^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=[ \t]*(.*)$/gm);
  const written = new Map([...lines].map(([, name = "", value = ""]) => [name, plain(value)]));
  return new Map([...written].map(([name, value]) => [name, interpolate(value, written)]));
}

/** Without quotes, or without the comment that follows it. */
function plain(value: string): string {
  const quoted = /^(["'])(.*?)\1/.exec(value);
  return quoted ? (quoted[2] ?? "") : value.replace(/(^|\s)#.*$/, "").trim();
}
