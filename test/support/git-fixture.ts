import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";

/** A clone and the bare repository that is its `origin`, both of a test's own. */
export interface GitFixture {
  /** A folder for whatever else the test makes. */
  readonly home: string;
  readonly clone: string;
  readonly remote: string;
  /** What git may see of the machine: no settings of the person's, an identity. */
  readonly environment: Readonly<Record<string, string>>;
  /** Runs git in the clone; gives what it printed. */
  git(...args: string[]): Promise<string>;
  /** Runs git in another folder. */
  gitIn(directory: string, ...args: string[]): Promise<string>;
  /** Writes files into the clone. */
  write(files: Readonly<Record<string, string>>): Promise<void>;
  /** Brings files to `main` here and on the remote, and begins a branch with an empty commit. */
  beginChange(branch: string, files: Readonly<Record<string, string>>): Promise<void>;
  remove(): Promise<void>;
}

/** A repository with one commit on `main`, pushed. */
export async function createGitFixture(): Promise<GitFixture> {
  const home = await mkdtemp(join(tmpdir(), "slipway-test-git-"));
  const clone = join(home, "shop");
  const remote = join(home, "acme", "shop.git");
  const environment = {
    PATH: process.env.PATH ?? "",
    HOME: home,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: join(home, "gitconfig"),
  };
  const gitIn = async (cwd: string, ...args: string[]) =>
    (await execa("git", args, { cwd, env: environment, extendEnv: false })).stdout;
  const write = async (files: Readonly<Record<string, string>>) => {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(clone, path)), { recursive: true });
      await writeFile(join(clone, path), text);
    }
  };
  await writeFile(environment.GIT_CONFIG_GLOBAL, "[user]\nname = Ada\nemail = ada@example.com\n");
  await gitIn(home, "init", "--quiet", "--bare", "--initial-branch=main", remote);
  await gitIn(home, "init", "--quiet", "--initial-branch=main", clone);
  await write({ "README.md": "# Shop\n" });
  await gitIn(clone, "add", "--all");
  await gitIn(clone, "commit", "--quiet", "--message=First");
  await gitIn(clone, "remote", "add", "origin", remote);
  await gitIn(clone, "push", "--quiet", "origin", "main");
  const git = (...args: string[]) => gitIn(clone, ...args);
  return {
    home,
    clone,
    remote,
    environment,
    git,
    gitIn,
    write,
    beginChange: async (branch, files) => {
      await write(files);
      await git("add", "--all");
      await git("commit", "--quiet", "--message=Configure");
      await git("push", "--quiet", "origin", "main");
      await git("switch", "--quiet", "--create", branch);
      await git("commit", "--quiet", "--allow-empty", "--message=Try");
    },
    remove: () => rm(home, { recursive: true, force: true }),
  };
}
