import { execa } from "execa";

/** A bare repository, as the stand-in reads and writes it. Refs are branch names or commit ids. */
export interface Repository {
  readonly path: string;
  /** Runs git and gives what it printed; `input` goes to its stdin. */
  run(args: string[], options?: { input?: string; env?: Record<string, string> }): Promise<string>;
  /** The commit at the tip of a branch. */
  branch(name: string): Promise<string | undefined>;
  /** The commit that a branch, a tag or an id means. */
  resolve(ref: string): Promise<string | undefined>;
  /** Moves a branch. @returns false where it is no longer at `from`. */
  move(branch: string, to: string, from: string): Promise<boolean>;
  defaultBranch(): Promise<string>;
}

export function openRepository(path: string): Repository {
  const git = (args: string[], options: { input?: string; env?: Record<string, string> } = {}) =>
    execa("git", ["-c", "safe.directory=*", "--git-dir", path, ...args], { ...options, reject: false });

  const commit = async (revision: string) => {
    if (revision.startsWith("-") || /[\s^~:?*[\\]|\.\./.test(revision)) return undefined;
    const { exitCode, stdout } = await git(["rev-parse", "--verify", "--quiet", `${revision}^{commit}`]);
    return exitCode === 0 ? stdout.trim() : undefined;
  };

  return {
    path,
    async run(args, options) {
      const { exitCode, stdout, stderr } = await git(args, options);
      if (exitCode !== 0) throw new Error(`git ${args[0]} failed: ${stderr}`);
      return stdout;
    },
    branch: (name) => commit(`refs/heads/${name}`),
    resolve: async (ref) => (await commit(`refs/heads/${ref}`)) ?? (await commit(ref)),
    async move(branch, to, from) {
      return (await git(["update-ref", `refs/heads/${branch}`, to, from])).exitCode === 0;
    },
    async defaultBranch() {
      return (await git(["symbolic-ref", "--short", "HEAD"])).stdout.trim() || "main";
    },
  };
}
