import { Problem } from "../problem.ts";
import type { Git } from "./git.ts";

/** What a merge would give: a tree, or the files in which it conflicts. */
export type ExpectedMerge =
  | { readonly clean: true; readonly tree: string }
  | { readonly clean: false; readonly conflicts: readonly string[] };

/** Whether everything in `ancestor` is in `descendant` too. */
export async function isAncestor(git: Git, ancestor: string, descendant: string): Promise<boolean> {
  const { exitCode } = await git.answer(["merge-base", "--is-ancestor", ancestor, descendant], [0, 1]);
  return exitCode === 0;
}

/** The first lines of the messages of the commits that `head` has and `base` has not, oldest first; merges left out. */
export async function subjects(git: Git, base: string, head: string): Promise<string[]> {
  const text = await git.text(["log", "--no-merges", "--reverse", "--format=%s", `${base}..${head}`, "--"]);
  return text === "" ? [] : text.split("\n");
}

/** The commit at which two histories parted, or undefined where they have nothing in common. */
export async function mergeBase(git: Git, one: string, other: string): Promise<string | undefined> {
  const { exitCode, stdout } = await git.answer(["merge-base", one, other], [0, 1]);
  return exitCode === 0 ? stdout : undefined;
}

/** Merges two commits without touching branch, index or files. */
export async function mergeTree(git: Git, base: string, head: string): Promise<ExpectedMerge> {
  const what = "The merge could not be tried out";
  const args = ["merge-tree", "--write-tree", "--no-messages", "--name-only", "-z", base, head];
  const { exitCode, stdout, stderr } = await git.answer(args, [0, 1, 129], { what });
  if (exitCode === 129) {
    const next = "Install git 2.38 or newer.";
    throw new Problem({ what, why: `this git is too old: ${stderr.split("\n")[0]}`, next, code: "git-too-old" });
  }
  const [tree = "", ...files] = stdout.split("\0").filter((field) => field !== "");
  return exitCode === 0 ? { clean: true, tree } : { clean: false, conflicts: files };
}

/**
 * Writes a merge commit, as the person, signed where their settings say so. No branch, index or file is touched.
 * @param parents the branch's commit, then the one that comes in. @returns its id.
 */
export async function commitMerge(
  git: Git,
  { tree, parents, message }: { tree: string; parents: readonly [string, string]; message: string },
): Promise<string> {
  const what = "The merge could not be committed";
  const { stdout: signs } = await git.answer(["config", "--type=bool", "commit.gpgSign"], [0, 1], { what });
  const args = ["commit-tree", tree, ...parents.flatMap((parent) => ["-p", parent])];
  return git.text([...args, ...(signs === "true" ? ["-S"] : [])], { what, input: `${message}\n` });
}
