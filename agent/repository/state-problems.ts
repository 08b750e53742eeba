import { Problem } from "../problem.ts";
import type { RepositoryState } from "./state.ts";

/**
 * Everything about a repository's state that keeps a change from being shipped, in one list. Uncommitted work is not
 * among it: the person is asked whether to commit it.
 */
export function stateProblems(state: RepositoryState, root: string): Problem[] {
  return [...headProblems(state, root), ...workProblems(state, root), ...remoteProblems(state, root)];
}

function headProblems({ head, branch, base, underway }: RepositoryState, where: string): Problem[] {
  if (head === undefined) {
    const what = "The repository has no commit yet";
    return [
      new Problem({ what, where, next: "Commit what there is, and push it as the base branch.", code: "no-commits" }),
    ];
  }
  if (branch === undefined && underway !== "rebase") {
    return [
      new Problem({
        what: "No branch is checked out",
        where,
        why: `HEAD is detached at ${head.slice(0, 10)}, and a change is a branch`,
        next: "Make a branch here with `git switch -c NAME`, or go to one with `git switch NAME`.",
        code: "detached-head",
      }),
    ];
  }
  if (branch !== undefined && branch === base.branch) {
    return [
      new Problem({
        what: `The branch is ${branch} itself`,
        where,
        why: "nobody pushes to the branch that is deployed: a change is a branch of its own",
        next: "Begin one with `slipway start N`, or with `git switch -c NAME`; your work comes along.",
        code: "on-base-branch",
      }),
    ];
  }
  return [];
}

function workProblems({ underway, conflicted }: RepositoryState, where: string): Problem[] {
  if (underway !== undefined && underway !== "bisect") {
    const next = `Finish it with \`git ${underway} --continue\`, or give it up with \`git ${underway} --abort\`.`;
    return [new Problem({ what: `A ${underway} is not finished`, where, next, code: "operation-underway" })];
  }
  if (conflicted.length === 0) return [];
  const what = `Conflicts are not resolved in ${conflicted.join(", ")}`;
  return [new Problem({ what, where, next: "Resolve them and `git add` the files.", code: "conflicts" })];
}

function remoteProblems({ remote, base }: RepositoryState, where: string): Problem[] {
  if (remote === undefined) {
    return [
      new Problem({
        what: "The repository has no remote to push to",
        where,
        next: "Add it with `git remote add origin URL`, or name another as `forge.remote` in slipway.json.",
        code: "no-remote",
      }),
    ];
  }
  if (base.sha !== undefined) return [];
  return [
    new Problem({
      what: `The base branch ${base.branch} is not known here`,
      where: `${remote.name}, ${remote.url}`,
      next: `Push it, or name another as \`forge.base\` in slipway.json.`,
      code: "base-missing",
    }),
  ];
}
