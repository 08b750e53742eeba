import { execa } from "execa";
import type { Repository } from "./repository.ts";

export interface MergeRequest {
  /** The branch that moves. */
  into: string;
  /** Where it must still be. */
  expected: string;
  /** The commit that comes in. */
  from: string;
  message: string;
  /** Login of the person who merges. */
  author: string;
}

/** Merges as GitHub's button does: a commit with two parents, or nothing at all. */
export async function mergeCommits(
  repository: Repository,
  request: MergeRequest,
): Promise<{ sha: string } | { refused: "conflict" | "moved" }> {
  const tree = await mergedTree(repository, request.expected, request.from);
  if (!tree) return { refused: "conflict" };
  const parents = ["-p", request.expected, "-p", request.from];
  const sha = await repository.run(["commit-tree", tree, ...parents], {
    input: request.message,
    env: {
      GIT_AUTHOR_NAME: request.author,
      GIT_AUTHOR_EMAIL: `${request.author}@users.noreply.github.com`,
      GIT_COMMITTER_NAME: "GitHub",
      GIT_COMMITTER_EMAIL: "noreply@github.com",
    },
  });
  return (await repository.move(request.into, sha, request.expected)) ? { sha } : { refused: "moved" };
}

/** The tree of a merge without a conflict; undefined where there is one. */
export async function mergedTree(repository: Repository, ours: string, theirs: string): Promise<string | undefined> {
  const { exitCode, stdout, stderr } = await execa(
    "git",
    ["-c", "safe.directory=*", "--git-dir", repository.path, "merge-tree", "--write-tree", ours, theirs],
    { reject: false },
  );
  if (exitCode === 0) return stdout.trim();
  if (exitCode === 1) return undefined;
  throw new Error(`git merge-tree failed: ${stderr}`);
}
