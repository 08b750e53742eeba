import { basename } from "node:path";
import { Problem } from "../problem.ts";
import {
  type ExchangeOptions,
  fetchBase,
  fetchRef,
  type Push,
  push,
  readRemoteBranch,
  readRemoteBranches,
} from "./exchange.ts";
import { type ExportedTree, exportTree } from "./export-tree.ts";
import { type Git, openGit } from "./git.ts";
import { commitMerge, type ExpectedMerge, isAncestor, mergeBase, mergeTree, subjects } from "./history.ts";
import { repositorySlug } from "./slug.ts";
import {
  type ForgePlace,
  type RepositoryState,
  readBranches,
  readDefaultBranch,
  readRef,
  readRemote,
  readState,
} from "./state.ts";
import { listTree, readFile, treeOf } from "./tree.ts";
import { applyPatch, commitAll, createBranch, fastForward } from "./working-copy.ts";

/** One git repository with a working copy. Every failure is a Problem; a cancelled call throws the signal's reason. */
export interface Repository {
  readonly root: string;
  /** The repository's word in labels and names, see {@link repositorySlug}. */
  readonly slug: string;

  state(): Promise<RepositoryState>;
  /** The names of the local branches. */
  branches(): Promise<string[]>;
  /** The branch that the remote calls its default, where the clone knows it. */
  defaultBranch(): Promise<string | undefined>;
  /** The commit that a ref or an abbreviated id names, or undefined. */
  commit(ref: string): Promise<string | undefined>;

  /** Fetches the base branch; gives its tip. */
  fetchBase(options?: ExchangeOptions): Promise<string>;
  /** Fetches the commit that a ref of any kind (`refs/pull/12/head`) names on the remote. @throws Problem "base-missing" where there is none. */
  fetchRef(ref: string, options?: ExchangeOptions): Promise<void>;
  /** A branch's commit on the remote now, or undefined where it is not there. */
  remoteBranch(branch: string, options?: ExchangeOptions): Promise<string | undefined>;
  /** The branches that the remote has now, each with its commit. */
  remoteBranches(options?: ExchangeOptions): Promise<Map<string, string>>;
  /** Pushes exactly this commit as the branch; never overwrites. @throws Problem "push-behind" and others. */
  push(change: Push, options?: ExchangeOptions): Promise<void>;

  /** The id of a commit's tree or of what is at a path in it, or undefined. */
  treeOf(commit: string, path?: string): Promise<string | undefined>;
  /** A file's text in a commit, or undefined where it is not there. */
  readFile(commit: string, path: string): Promise<string | undefined>;
  /** @throws Problem "git-identity-missing" where a commit would be by nobody. */
  requireIdentity(): Promise<void>;
  /** The paths of all files in a commit. */
  files(commit: string): Promise<string[]>;
  /** Writes a commit's files, and nothing else, into an empty or missing directory. */
  exportTree(commit: string, directory: string, signal?: AbortSignal): Promise<ExportedTree>;

  isAncestor(ancestor: string, descendant: string): Promise<boolean>;
  /** Where two histories parted, or undefined. */
  mergeBase(one: string, other: string): Promise<string | undefined>;
  /** What the commits that `head` has beyond `base` say of themselves in one line each, oldest first; merges left out. */
  subjects(base: string, head: string): Promise<string[]>;
  /** What merging `head` into `base` would give; nothing is touched. */
  mergeTree(base: string, head: string): Promise<ExpectedMerge>;
  /** Writes a merge commit; nothing else is touched. @param parents the branch's commit, then the one that comes in. */
  commitMerge(merge: { tree: string; parents: readonly [string, string]; message: string }): Promise<string>;

  /** Makes a branch from a commit or ref and goes to it, uncommitted work and all. */
  createBranch(name: string, from: string): Promise<void>;
  /** Goes to a branch that exists. */
  switchTo(branch: string): Promise<void>;
  /** Brings the branch that is checked out forward to a commit after its own; false where it is another one, or work is in the way. */
  fastForward(branch: string, commit: string): Promise<boolean>;
  /** Commits everything that is not ignored; gives the commit that is checked out then. */
  commitAll(message: string): Promise<string>;
  /** Applies and stages a patch, in whole or not at all; false where it had been applied before. */
  applyPatch(file: string): Promise<boolean>;
}

export interface RepositoryOptions extends Partial<ForgePlace> {
  /** Ends whatever is going on. */
  readonly signal?: AbortSignal | undefined;
  /** The environment that git sees (PATH, HOME, SSH_AUTH_SOCK, proxies). Default: this process's. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
}

/**
 * Opens the repository that a directory lies in.
 * @throws Problem "not-a-repository", "git-missing", "directory-missing".
 */
export async function openRepository(directory: string, options: RepositoryOptions = {}): Promise<Repository> {
  const { remote = "origin", base = "main", environment = process.env } = options;
  const signal = options.signal ?? new AbortController().signal;
  const place = { remote, base };
  const root = await findRoot(await openGit(directory, signal, environment));
  const git = await openGit(root, signal, environment);
  const address = await readRemote(git, remote);
  return {
    root,
    slug: repositorySlug(address?.repository ?? basename(root)),
    state: () => readState(git, place),
    branches: () => readBranches(git),
    defaultBranch: () => readDefaultBranch(git, remote),
    commit: (ref) => readRef(git, ref),
    fetchBase: (exchange = {}) => fetchBase(git, place, exchange),
    fetchRef: (ref, exchange = {}) => fetchRef(git, remote, ref, exchange),
    remoteBranch: (branch, exchange = {}) => readRemoteBranch(git, remote, branch, exchange),
    remoteBranches: (exchange = {}) => readRemoteBranches(git, remote, exchange),
    push: (change, exchange = {}) => push(git, remote, change, exchange),
    treeOf: (commit, path) => treeOf(git, commit, path),
    readFile: (commit, path) => readFile(git, commit, path),
    requireIdentity: async () => void (await git.text(["var", "GIT_AUTHOR_IDENT"])),
    files: async (commit) => (await listTree(git, commit)).map(({ path }) => path),
    exportTree: (commit, target, own = signal) => exportTree(git, commit, target, AbortSignal.any([signal, own])),
    isAncestor: (ancestor, descendant) => isAncestor(git, ancestor, descendant),
    mergeBase: (one, other) => mergeBase(git, one, other),
    subjects: (base, head) => subjects(git, base, head),
    mergeTree: (one, other) => mergeTree(git, one, other),
    commitMerge: (merge) => commitMerge(git, merge),
    createBranch: (name, from) => createBranch(git, name, from),
    switchTo: async (branch) => {
      await git.text(["switch", "--quiet", branch], {
        what: `The branch ${branch} could not be checked out`,
        hooks: true,
      });
    },
    fastForward: (branch, commit) => fastForward(git, place, { branch, commit }),
    commitAll: (message) => commitAll(git, message),
    applyPatch: (file) => applyPatch(git, file),
  };
}

async function findRoot(git: Git): Promise<string> {
  const what = "The folder could not be read as a repository";
  const { exitCode, stdout, stderr } = await git.answer(["rev-parse", "--show-toplevel"], [0, 128], { what });
  if (exitCode === 0) return stdout;
  const bare = /must be run in a work tree/.test(stderr);
  const owned = /dubious ownership/.test(stderr);
  throw new Problem({
    what: bare ? "The repository is bare" : owned ? what : "The folder is not in a git repository",
    where: git.directory,
    why: owned ? "it belongs to another user, and git refuses to trust it" : undefined,
    next: owned
      ? `If you trust it: \`git config --global --add safe.directory ${git.directory}\`.`
      : "Go to a clone of the repository, or make one with `git clone URL`.",
    code: bare || owned ? "repository-unusable" : "not-a-repository",
    usage: true,
  });
}
