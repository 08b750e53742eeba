import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import type { CheckReport } from "../../practice/github/checks/report-check.ts";
import { type GitHubOptions, startGitHub } from "../../practice/github/github.ts";
import { approve } from "./approve.ts";

export const token = "ghp_practice0000000000000000000000000001";

/** A stand-in for GitHub with one commit on main and two tickets, and a working copy that pushes to it over HTTP. */
export interface PracticeGitHub {
  readonly url: string;
  readonly cloneUrl: string;
  readonly bareRepository: string;
  /** Says what became of a check, as a CI does. */
  reportCheck(report: CheckReport): void;
  /** Approves a pull request at a commit, on its page, as the first ticket's reporter. */
  approve(number: number, sha: string): Promise<void>;
  /** Stops it and starts it again over the same state. */
  restart(): Promise<void>;
  /** Commits one file on a branch (begun at `from`'s tip, main's by default, where it is new) and pushes it. @returns the commit. */
  pushFile(branch: string, file: string, text: string, from?: string): Promise<string>;
  /** Runs git in the working copy; the token travels in its environment. A failure is in `exitCode` and `stderr`. */
  git(args: string[], as?: string): Promise<{ exitCode?: number | undefined; stdout: string; stderr: string }>;
  stop(): Promise<void>;
}

export async function practiceGitHub(options: Partial<GitHubOptions> = {}): Promise<PracticeGitHub> {
  const room = await mkdtemp(join(tmpdir(), "slipway-forge-"));
  const bareRepository = join(room, "shop.git");
  const copy = join(room, "copy");
  await makeRepository(bareRepository, copy);
  const start = () =>
    startGitHub({
      stateDir: join(room, "state"),
      port: 0,
      repository: "acme/shop",
      bareRepository,
      tokens: { [token]: "dev" },
      tickets: [
        { title: "Show the stock", body: "Customers **ask**.", labels: ["good first issue"], reporter: "maria" },
        { title: "Round prices", body: "", labels: [], reporter: "jon" },
      ],
      ...options,
    });
  let running = await start();

  const git: PracticeGitHub["git"] = (args, as = token) =>
    execa("git", args, { cwd: copy, env: { ...identity, ...signedIn(as) }, reject: false });
  const succeed = async (args: string[]) => {
    const { exitCode, stdout, stderr } = await git(args);
    if (exitCode !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
    return stdout.trim();
  };
  await succeed(["remote", "set-url", "origin", running.cloneUrl]);

  return {
    url: running.url,
    cloneUrl: running.cloneUrl,
    bareRepository,
    reportCheck: (report) => running.reportCheck(report),
    git,
    async pushFile(branch, file, text, from = "main") {
      await succeed(["fetch", "--quiet", "origin"]);
      const known = (await git(["rev-parse", "--verify", "--quiet", `origin/${branch}`])).exitCode === 0;
      await succeed(["checkout", "--quiet", "-B", branch, `origin/${known ? branch : from}`]);
      await writeFile(join(copy, file), text);
      await succeed(["add", file]);
      await succeed(["commit", "--quiet", "-m", `Write ${file}`]);
      await succeed(["push", "--quiet", "origin", branch]);
      return succeed(["rev-parse", "HEAD"]);
    },
    approve: (number, sha) => approve(`${running.url}/acme/shop/pull/${number}`, sha),
    async restart() {
      await running.stop();
      running = await start();
    },
    async stop() {
      await running.stop();
      await rm(room, { recursive: true, force: true });
    },
  };
}

const identity = {
  GIT_AUTHOR_NAME: "Dev",
  GIT_AUTHOR_EMAIL: "dev@acme.test",
  GIT_COMMITTER_NAME: "Dev",
  GIT_COMMITTER_EMAIL: "dev@acme.test",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_TERMINAL_PROMPT: "0",
};

/** What git's environment needs to sign in with a token over HTTP. */
export function signedIn(as: string): Record<string, string> {
  const basic = Buffer.from(`x-access-token:${as}`).toString("base64");
  return {
    GIT_CONFIG_COUNT: "1",
    GIT_CONFIG_KEY_0: "http.extraHeader",
    GIT_CONFIG_VALUE_0: `Authorization: Basic ${basic}`,
  };
}

async function makeRepository(bare: string, copy: string): Promise<void> {
  const env = identity;
  await execa("git", ["init", "--quiet", "--bare", "--initial-branch=main", bare], { env });
  await execa("git", ["clone", "--quiet", bare, copy], { env });
  await writeFile(join(copy, "page.txt"), "one\ntwo\nthree\n");
  await execa("git", ["add", "."], { cwd: copy, env });
  await execa("git", ["commit", "--quiet", "-m", "Begin"], { cwd: copy, env });
  await execa("git", ["push", "--quiet", "origin", "HEAD:main"], { cwd: copy, env });
}
