import { join } from "node:path";
import { execa } from "execa";
import { type CommandOptions, type CommandResult, slipway } from "../slipway.ts";
import type { SlipwayHome } from "../slipway-home.ts";
import { writeFiles } from "../write-tree.ts";
import { gitEnvironment } from "./shop-github.ts";

/** A person's clone of the shop, with a change in it. */
export interface WorkingCopy {
  readonly directory: string;
  /** Runs git; gives what it printed. */
  git(...args: string[]): Promise<string>;
  write(files: Readonly<Record<string, string>>): Promise<void>;
  /** Writes files and commits all that is there. */
  commit(files: Readonly<Record<string, string>>): Promise<void>;
  /** Runs the command line in it, with the shop's credentials. */
  slipway(args: readonly string[], options?: CommandOptions): Promise<CommandResult>;
}

export interface WorkingCopyPlace {
  readonly home: SlipwayHome;
  /** Where working copies are. */
  readonly folder: string;
  readonly remoteUrl: string;
  readonly bareRepository: string;
  readonly credentials: Readonly<Record<string, string>>;
}

/** Clones the shop and begins a branch of this name with one commit of these files. */
export async function makeWorkingCopy(
  { home, folder, remoteUrl, bareRepository, credentials }: WorkingCopyPlace,
  branch: string,
  files: Readonly<Record<string, string>>,
): Promise<WorkingCopy> {
  const directory = join(folder, branch);
  const git = async (...args: string[]) => (await execa("git", args, { cwd: directory, env: gitEnvironment })).stdout;
  const write = (texts: Readonly<Record<string, string>>) => writeFiles(directory, texts);
  const commit = async (texts: Readonly<Record<string, string>>) => {
    await write(texts);
    await git("add", ".");
    await git("commit", "--quiet", "--allow-empty", "--message", `Change ${Object.keys(texts).join(", ")}`);
  };
  await execa("git", ["clone", "--quiet", bareRepository, directory], { env: gitEnvironment });
  await git("remote", "set-url", "origin", remoteUrl);
  await git("switch", "--quiet", "--create", branch);
  await commit(files);
  return {
    directory,
    git,
    write,
    commit,
    slipway: (args, options = {}) =>
      slipway(home, args, {
        cwd: directory,
        ...options,
        env: { ...gitEnvironment, ...credentials, ...options.env },
      }),
  };
}
