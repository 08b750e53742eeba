import { join } from "node:path";
import { execa } from "execa";
import { type GitHubOptions, startGitHub } from "../../../practice/github/github.ts";
import type { State } from "../../../practice/github/state.ts";
import { openStore } from "../../../practice/github/store.ts";
import { writeFiles } from "../write-tree.ts";
import { shopFiles } from "./shop-files.ts";

export const githubToken = "ghp_smallshop000000000000000000000000001";

/** Nothing of the person's settings, an identity, no question at a terminal. */
export const gitEnvironment = {
  GIT_AUTHOR_NAME: "Robin",
  GIT_AUTHOR_EMAIL: "robin@example.com",
  GIT_COMMITTER_NAME: "Robin",
  GIT_COMMITTER_EMAIL: "robin@example.com",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_TERMINAL_PROMPT: "0",
};

/** The stand-in for GitHub with the shop's repository. */
export interface ShopGitHub {
  readonly port: number;
  readonly bareRepository: string;
  /** What it holds now. */
  state(): State;
  stop(): Promise<void>;
}

/** @param folder where its state and the repository are made. */
export async function startShopGitHub(folder: string, options: Partial<GitHubOptions> = {}): Promise<ShopGitHub> {
  const bareRepository = join(folder, "shop.git");
  await foundRepository(bareRepository, join(folder, "github", "founding"));
  const stateDir = join(folder, "github");
  const { url, stop } = await startGitHub({
    stateDir,
    port: 0,
    repository: "acme/shop",
    bareRepository,
    tokens: { [githubToken]: "robin" },
    tickets: [],
    ...options,
  });
  return { port: Number(new URL(url).port), bareRepository, state: () => openStore(stateDir).state, stop };
}

async function foundRepository(bare: string, scratch: string): Promise<void> {
  const git = (args: string[], cwd?: string) => execa("git", args, { env: gitEnvironment, ...(cwd && { cwd }) });
  await git(["init", "--quiet", "--bare", "--initial-branch=main", bare]);
  await git(["clone", "--quiet", bare, scratch]);
  await writeFiles(scratch, shopFiles);
  await git(["add", "."], scratch);
  await git(["commit", "--quiet", "--message", "Begin"], scratch);
  await git(["push", "--quiet", "origin", "HEAD:main"], scratch);
}
