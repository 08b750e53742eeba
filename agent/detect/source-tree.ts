import { lstat, readdir, readFile } from "node:fs/promises";
import { join, posix } from "node:path";

/** A repository's files, to be looked at and never run. Paths are from its root, with forward slashes. */
export interface SourceTree {
  /** Every regular file, sorted; dependencies and .git are left out. */
  readonly files: readonly string[];
  has(path: string): boolean;
  /** A file's text, at most 1 MiB of it; undefined where there is no such regular file. */
  text(path: string): Promise<string | undefined>;
  /** The JSON of a file, or undefined where it is missing or no JSON. */
  json(path: string): Promise<unknown>;
}

const foreign = new Set([".git", "node_modules", "vendor", ".venv", "venv", "target", "dist", "build", "__pycache__"]);
const mostFiles = 50_000;
const mostBytes = 1024 * 1024;

/** Lists a directory's files. Links are not followed: they may lead out of it. */
export async function readSourceTree(root: string): Promise<SourceTree> {
  const files: string[] = [];
  await collect(root, "", files);
  files.sort();
  const known = new Set(files);
  const text = async (path: string) => {
    const name = posix.normalize(path);
    if (!known.has(name)) return undefined;
    const { size } = await lstat(join(root, name));
    const content = await readFile(join(root, name), "utf8");
    return size > mostBytes ? content.slice(0, mostBytes) : content;
  };
  return {
    files,
    has: (path) => known.has(posix.normalize(path)),
    text,
    async json(path) {
      const content = await text(path);
      try {
        return content === undefined ? undefined : JSON.parse(content);
      } catch {
        return undefined;
      }
    },
  };
}

/** The part of a tree below a folder, with paths from there; the tree itself for ".". */
export function partOf(tree: SourceTree, folder: string): SourceTree {
  if (folder === ".") return tree;
  const inside = (path: string) => posix.join(folder, posix.normalize(path));
  const prefix = `${folder}/`;
  return {
    files: tree.files.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length)),
    has: (path) => tree.has(inside(path)),
    text: (path) => tree.text(inside(path)),
    json: (path) => tree.json(inside(path)),
  };
}

async function collect(root: string, folder: string, files: string[]): Promise<void> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  for (const entry of entries) {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (entry.isDirectory() && !foreign.has(entry.name)) await collect(root, path, files);
    if (entry.isFile() && files.length < mostFiles) files.push(path);
  }
}
