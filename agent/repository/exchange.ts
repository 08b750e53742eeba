import { Problem } from "../problem.ts";
import { type GitCredentials, signIn } from "./credentials.ts";
import type { Git } from "./git.ts";
import { type ForgePlace, readRef, readRemote } from "./state.ts";

/** How one exchange with the remote is done. */
export interface ExchangeOptions {
  readonly credentials?: GitCredentials | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Fetches the base branch and nothing else; gives its tip. */
export async function fetchBase(git: Git, { remote, base }: ForgePlace, options: ExchangeOptions): Promise<string> {
  const what = `The base branch ${base} could not be fetched`;
  const place = await requireRemote(git, remote, what);
  const ref = `refs/remotes/${remote}/${base}`;
  const args = ["fetch", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head", "--quiet", "--", remote];
  await git.text([...args, `+refs/heads/${base}:${ref}`], {
    ...signIn(place, options.credentials),
    signal: options.signal,
    what,
  });
  const tip = await readRef(git, ref);
  if (tip) return tip;
  throw new Problem({ what, where: place.url, code: "base-missing" });
}

/** Fetches what a ref names on the remote; no ref of this repository is made or moved. */
export async function fetchRef(git: Git, remote: string, ref: string, options: ExchangeOptions): Promise<void> {
  const what = `${ref} could not be fetched`;
  const place = await requireRemote(git, remote, what);
  const args = ["fetch", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head", "--quiet", "--", remote, ref];
  await git.text(args, { ...signIn(place, options.credentials), signal: options.signal, what });
}

/** The commit that a branch has on the remote now, or undefined where it is not there. */
export async function readRemoteBranch(
  git: Git,
  remote: string,
  branch: string,
  options: ExchangeOptions,
): Promise<string | undefined> {
  const what = `The branch ${branch} could not be looked up on the remote`;
  const place = await requireRemote(git, remote, what);
  const args = ["ls-remote", "--quiet", "--", remote, `refs/heads/${branch}`];
  const lines = await git.text(args, { ...signIn(place, options.credentials), signal: options.signal, what });
  return lines.split("\t")[0] || undefined;
}

/** The branches that the remote has now, each with its commit. */
export async function readRemoteBranches(
  git: Git,
  remote: string,
  options: ExchangeOptions,
): Promise<Map<string, string>> {
  const what = "The remote's branches could not be listed";
  const place = await requireRemote(git, remote, what);
  const args = ["ls-remote", "--quiet", "--heads", "--", remote];
  const lines = await git.text(args, { ...signIn(place, options.credentials), signal: options.signal, what });
  const found = [...lines.matchAll(/^(\w+)\trefs\/heads\/(.+)$/gm)];
  return new Map(found.map(([, commit = "", branch = ""]) => [branch, commit]));
}

/** One commit that is to be a branch on the remote. */
export interface Push {
  readonly branch: string;
  readonly commit: string;
  /** Where the branch must still be on the remote: one that is elsewhere, or gone, is left alone. */
  readonly expected?: string | undefined;
}

/**
 * Pushes one commit as a branch. What the remote has already is never overwritten.
 * @throws Problem "push-behind", "push-refused", "git-unauthorized", "remote-unreachable" …
 */
export async function push(
  git: Git,
  remote: string,
  { branch, commit, expected }: Push,
  options: ExchangeOptions,
): Promise<void> {
  const what = `The branch ${branch} could not be pushed`;
  const place = await requireRemote(git, remote, what);
  const args = ["push", "--porcelain", "--no-follow-tags", "--recurse-submodules=no"];
  const lease = expected === undefined ? [] : [`--force-with-lease=refs/heads/${branch}:${expected}`];
  await git.text([...args, ...lease, "--", remote, `${commit}:refs/heads/${branch}`], {
    ...signIn(place, options.credentials),
    signal: options.signal,
    what,
  });
}

async function requireRemote(git: Git, name: string, what: string) {
  const remote = await readRemote(git, name);
  if (remote) return remote;
  throw new Problem({
    what,
    where: git.directory,
    why: `there is no remote "${name}"`,
    next: `Add it with \`git remote add ${name} URL\`, or name another as \`forge.remote\` in slipway.json.`,
    code: "no-remote",
  });
}
