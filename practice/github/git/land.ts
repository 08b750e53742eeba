import type { Commit } from "./history.ts";
import { type MergeRequest, mergeCommits, mergedTree } from "./merge.ts";
import type { Repository } from "./repository.ts";

/** The ways in which GitHub brings a branch into another, in the order in which its button offers them. */
export const mergeMethods = ["merge", "squash", "rebase"] as const;
export type MergeMethod = (typeof mergeMethods)[number];

type Landed = { sha: string } | { refused: "conflict" | "moved" };

/** @param commits what comes in, oldest first. */
export function landCommits(
  repository: Repository,
  method: MergeMethod,
  request: MergeRequest,
  commits: readonly Commit[],
): Promise<Landed> {
  if (method === "squash") return squash(repository, request);
  return method === "rebase" ? rebase(repository, request, commits) : mergeCommits(repository, request);
}

/** One commit upon the base with all that the branch changes; the branch's own commits stay outside. */
async function squash(repository: Repository, request: MergeRequest): Promise<Landed> {
  const tree = await mergedTree(repository, request.expected, request.from);
  if (!tree) return { refused: "conflict" };
  const sha = await commitTree(
    repository,
    { tree, parent: request.expected, message: request.message },
    request.author,
  );
  return (await repository.move(request.into, sha, request.expected)) ? { sha } : { refused: "moved" };
}

/** The branch's commits made anew upon the base: those of a straight branch that begins at the base's tip, and no others. */
async function rebase(repository: Repository, request: MergeRequest, commits: readonly Commit[]): Promise<Landed> {
  let tip = request.expected;
  let expected = request.expected;
  for (const { sha, tree, parents, message, author } of commits) {
    if (parents.length !== 1 || parents[0] !== expected) return { refused: "conflict" };
    tip = await commitTree(repository, { tree, parent: tip, message }, author.name, author.email);
    expected = sha;
  }
  return (await repository.move(request.into, tip, request.expected)) ? { sha: tip } : { refused: "moved" };
}

function commitTree(
  repository: Repository,
  { tree, parent, message }: { tree: string; parent: string; message: string },
  author: string,
  email = `${author}@users.noreply.github.com`,
): Promise<string> {
  return repository.run(["commit-tree", tree, "-p", parent], {
    input: message,
    env: {
      GIT_AUTHOR_NAME: author,
      GIT_AUTHOR_EMAIL: email,
      GIT_COMMITTER_NAME: "GitHub",
      GIT_COMMITTER_EMAIL: "noreply@github.com",
    },
  });
}
