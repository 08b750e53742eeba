import { Problem } from "../problem.ts";
import type { Git } from "./git.ts";

/** One thing in a commit's tree. */
export interface TreeEntry {
  readonly kind: "file" | "executable" | "link" | "submodule";
  readonly object: string;
  /** From the tree's root, with forward slashes. */
  readonly path: string;
}

const kinds: Readonly<Record<string, TreeEntry["kind"]>> = {
  "100644": "file",
  "100664": "file",
  "100755": "executable",
  "120000": "link",
  "160000": "submodule",
};

/** The id of a commit's tree, or of what is at a path in it; undefined where there is nothing. */
export async function treeOf(git: Git, commit: string, path?: string): Promise<string | undefined> {
  const name = path === undefined || path === "." ? `${commit}^{tree}` : `${commit}:${path}`;
  const { exitCode, stdout } = await git.answer(
    ["rev-parse", "--verify", "--quiet", "--end-of-options", name],
    [0, 1, 128],
  );
  return exitCode === 0 ? stdout : undefined;
}

/** The text of a file in a commit; undefined where there is no file at the path. */
export async function readFile(git: Git, commit: string, path: string): Promise<string | undefined> {
  const listed = await git.text(["ls-tree", "-z", "--full-tree", commit, "--", path]);
  const [entry] = parseTree(listed);
  if (!entry || entry.path !== path || (entry.kind !== "file" && entry.kind !== "executable")) return undefined;
  const chunks: Buffer[] = [];
  for await (const chunk of git.stream(["cat-file", "blob", entry.object])) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

/** Everything in a commit's tree, folders left out. */
export async function listTree(git: Git, commit: string): Promise<TreeEntry[]> {
  const chunks: Buffer[] = [];
  const args = ["ls-tree", "-r", "-z", "--full-tree", `${commit}^{tree}`];
  for await (const chunk of git.stream(args, { what: "The commit's tree could not be read" })) chunks.push(chunk);
  return parseTree(Buffer.concat(chunks).toString("utf8"));
}

function parseTree(listed: string): TreeEntry[] {
  return listed
    .split("\0")
    .filter((line) => line !== "")
    .flatMap((line) => {
      const [head = "", path = ""] = splitOnce(line, "\t");
      const [mode = "", , object = ""] = head.split(" ");
      const kind = kinds[mode];
      return kind ? [{ kind, object, path: insideOnly(path) }] : [];
    });
}

/** Git itself refuses such paths at a checkout; a tree that was made by hand may hold them. */
function insideOnly(path: string): string {
  const parts = path.split("/");
  const leaves = parts.some((part) => part === "" || part === "." || part === ".." || part.toLowerCase() === ".git");
  if (!leaves) return path;
  throw new Problem({ what: "The commit holds a path that leaves its folder", where: path, code: "tree-unsafe" });
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + separator.length)];
}
