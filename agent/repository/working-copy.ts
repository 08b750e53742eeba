import { resolve } from "node:path";
import { Problem } from "../problem.ts";
import type { Git } from "./git.ts";
import { isAncestor } from "./history.ts";
import { type ForgePlace, readRef, readState } from "./state.ts";

/**
 * Makes a branch and goes to it. Uncommitted work comes along; where it would be overwritten nothing is done.
 * @param from a commit or a ref.
 * @throws Problem "branch-exists", "branch-name-invalid", "work-in-the-way".
 */
export async function createBranch(git: Git, name: string, from: string): Promise<void> {
  const what = `The branch ${name} could not be made`;
  const valid = await git.answer(["check-ref-format", `refs/heads/${name}`], [0, 1]);
  if (valid.exitCode !== 0 || name.startsWith("-")) {
    throw new Problem({ what, why: "git does not allow this name", code: "branch-name-invalid", usage: true });
  }
  if (await readRef(git, `refs/heads/${name}`)) {
    const next = `Go to it with \`git switch ${name}\`, or choose another name.`;
    throw new Problem({ what, why: "there is a branch with this name", next, code: "branch-exists" });
  }
  const commit = await readRef(git, from);
  if (!commit) throw new Problem({ what, why: `there is no commit ${from}`, code: "commit-missing" });
  await git.text(["switch", "--quiet", "--no-track", "--create", name, commit], { what, hooks: true });
}

/**
 * Brings the branch that is checked out forward to a commit after its own, files and all, with the person's hooks.
 * @returns false where another branch is checked out, it has commits of its own, or there is uncommitted work: it is
 * left as it is then.
 */
export async function fastForward(
  git: Git,
  place: ForgePlace,
  { branch, commit }: { branch: string; commit: string },
): Promise<boolean> {
  const { head, branch: current, dirty, underway } = await readState(git, place);
  if (current !== branch || head === undefined || dirty.length > 0 || underway !== undefined) return false;
  if (!(await isAncestor(git, head, commit))) return false;
  const what = `The branch ${branch} could not be brought forward`;
  await git.text(["merge", "--ff-only", "--quiet", commit], { what, hooks: true });
  return true;
}

/**
 * Commits everything that is not ignored, as the person, with the person's hooks. Without changes nothing happens.
 * @returns the commit that is checked out now.
 */
export async function commitAll(git: Git, message: string): Promise<string> {
  const what = "The uncommitted work could not be committed";
  await git.text(["add", "--all"], { what });
  const { exitCode } = await git.answer(["diff", "--cached", "--quiet"], [0, 1], { what });
  if (exitCode === 1) await git.text(["commit", "--quiet", "--file=-"], { what, input: message, hooks: true });
  return git.text(["rev-parse", "HEAD"], { what });
}

/**
 * Applies a patch to the working copy and stages it: in whole or not at all.
 * @returns false where the patch had been applied before.
 */
export async function applyPatch(git: Git, file: string): Promise<boolean> {
  const what = `The patch ${file} could not be applied`;
  const path = resolve(file);
  const apply = ["apply", "--index", "--whitespace=nowarn"];
  const { exitCode } = await git.answer([...apply, "--reverse", "--check", "--", path], [0, 1, 128]);
  if (exitCode === 0) return false;
  await git.text([...apply, "--", path], { what });
  return true;
}
