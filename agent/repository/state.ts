import { access } from "node:fs/promises";
import { resolve } from "node:path";
import type { Git } from "./git.ts";
import { parseRemoteUrl, type RemoteAddress } from "./remote-url.ts";

/** Which remote holds the pull requests, and the branch that they are merged into: `forge` of slipway.json. */
export interface ForgePlace {
  readonly remote: string;
  readonly base: string;
}

/** How a repository stands at this moment. */
export interface RepositoryState {
  /** The commit that is checked out; undefined before the first commit. */
  readonly head: string | undefined;
  /** Undefined on a detached HEAD. */
  readonly branch: string | undefined;
  /** Files with uncommitted work, untracked ones included; paths from the root. */
  readonly dirty: readonly string[];
  /** Of these, the ones with an unresolved conflict. */
  readonly conflicted: readonly string[];
  /** What was begun and is not finished. */
  readonly underway: "merge" | "rebase" | "cherry-pick" | "revert" | "bisect" | undefined;
  readonly remote: ({ readonly name: string } & RemoteAddress) | undefined;
  /** The base branch as the remote had it when it was last fetched. */
  readonly base: { readonly branch: string; readonly sha: string | undefined };
}

/** Reads the state without changing anything, not even the index. */
export async function readState(git: Git, place: ForgePlace): Promise<RepositoryState> {
  const [status, remote, base, underway] = await Promise.all([
    git.text(["status", "--porcelain=v2", "--branch", "--untracked-files=all", "-z"]),
    readRemote(git, place.remote),
    readRef(git, `refs/remotes/${place.remote}/${place.base}`),
    readUnderway(git),
  ]);
  return { ...parseStatus(status), remote, base: { branch: place.base, sha: base }, underway };
}

/** The commit that a ref names, or undefined where it does not exist. */
export async function readRef(git: Git, ref: string): Promise<string | undefined> {
  const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`];
  const { exitCode, stdout } = await git.answer(args, [0, 1]);
  return exitCode === 0 ? stdout : undefined;
}

/** The names of the local branches. */
export async function readBranches(git: Git): Promise<string[]> {
  const names = await git.text(["for-each-ref", "--format=%(refname:short)", "refs/heads"]);
  return names.split("\n").filter(Boolean);
}

/** The branch that a remote calls its default, as it was when the repository was cloned; undefined where that is not known. */
export async function readDefaultBranch(git: Git, remote: string): Promise<string | undefined> {
  const args = ["symbolic-ref", "--quiet", "--short", `refs/remotes/${remote}/HEAD`];
  const { exitCode, stdout } = await git.answer(args, [0, 1, 128]);
  return exitCode === 0 ? stdout.slice(remote.length + 1) : undefined;
}

/** A remote by name, or undefined where there is none. */
export async function readRemote(git: Git, name: string): Promise<RepositoryState["remote"]> {
  const { exitCode, stdout } = await git.answer(["remote", "get-url", "--", name], [0, 2, 128]);
  const url = stdout.split("\n")[0];
  return exitCode === 0 && url ? { name, ...parseRemoteUrl(url) } : undefined;
}

/** Reads `git status --porcelain=v2 --branch -z`. */
function parseStatus(status: string): Pick<RepositoryState, "head" | "branch" | "dirty" | "conflicted"> {
  const dirty: string[] = [];
  const conflicted: string[] = [];
  const headers = new Map<string, string>();
  const records = status.split("\0");
  for (let index = 0; index < records.length; index++) {
    const record = records[index] ?? "";
    const [kind] = record;
    if (kind === "#") headers.set(...headerOf(record));
    if (kind === "?") dirty.push(record.slice(2));
    if (kind === "1") dirty.push(fieldsFrom(record, 8));
    if (kind === "u") conflicted.push(fieldsFrom(record, 10));
    if (kind === "2") {
      dirty.push(fieldsFrom(record, 9));
      index++; // The path that it was renamed from follows as a record of its own.
    }
  }
  const head = headers.get("branch.oid");
  const branch = headers.get("branch.head");
  return {
    head: head === "(initial)" ? undefined : head,
    branch: branch === "(detached)" ? undefined : branch,
    dirty: [...dirty, ...conflicted],
    conflicted,
  };
}

function headerOf(record: string): [string, string] {
  const [, name = "", ...value] = record.split(" ");
  return [name, value.join(" ")];
}

/** The rest of a record after so many fields: a path, which may hold spaces. */
function fieldsFrom(record: string, count: number): string {
  return record.split(" ").slice(count).join(" ");
}

async function readUnderway(git: Git): Promise<RepositoryState["underway"]> {
  const traces = {
    MERGE_HEAD: "merge",
    "rebase-merge": "rebase",
    "rebase-apply": "rebase",
    CHERRY_PICK_HEAD: "cherry-pick",
    REVERT_HEAD: "revert",
    BISECT_LOG: "bisect",
  } as const;
  const args = ["rev-parse", ...Object.keys(traces).flatMap((name) => ["--git-path", name])];
  const paths = (await git.text(args)).split("\n");
  for (const [index, kind] of Object.values(traces).entries()) {
    const path = resolve(git.directory, paths[index] ?? "");
    if (await exists(path)) return kind;
  }
  return undefined;
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
