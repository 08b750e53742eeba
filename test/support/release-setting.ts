import { join } from "node:path";
import { execa } from "execa";
import { onTestFinished } from "vitest";
import { parseConfig } from "../../agent/config/parse-config.ts";
import type { Forge, PullRequest } from "../../agent/forge/forge.ts";
import { githubForge } from "../../agent/forge/github/github.ts";
import { Listeners } from "../../agent/listeners.ts";
import { openRepository } from "../../agent/repository/repository.ts";
import { checkedProposal } from "../../agent/run/plans/checked-proposal.ts";
import { quietContext } from "../../agent/run/quiet-context.ts";
import type { Services } from "../../agent/run/services.ts";
import { confirmStage } from "../../agent/run/stages/confirm.ts";
import { type GateFacts, gateStage, type ReleaseOptions } from "../../agent/run/stages/gate.ts";
import { mergeStage } from "../../agent/run/stages/merge.ts";
import type { ChangeFacts } from "../../agent/run/stages/preflight.ts";
import { updateStage } from "../../agent/run/stages/update.ts";
import type { Runtime } from "../../agent/runtime/runtime.ts";
import { Secret } from "../../agent/secrets/secret.ts";
import type { Release, Target } from "../../agent/target/target.ts";
import type { GitHubOptions } from "../../practice/github/github.ts";
import { type PracticeGitHub, practiceGitHub, token } from "./practice-github.ts";
import { shopConfig } from "./small-shop/shop-files.ts";
import { gitEnvironment } from "./small-shop/shop-github.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** The stages of a release that ask GitHub, on a GitHub and a clone of the test's own, and a production that only says what is live. */
export interface ReleaseSetting {
  readonly github: PracticeGitHub;
  readonly forge: Forge;
  /** A clone without any branch but main. */
  readonly clone: string;
  /** Runs git in the clone; gives what it printed. */
  git(...args: string[]): Promise<string>;
  /** A shipped pull request of a new branch with one commit. */
  ship(branch: string, base?: string): Promise<PullRequest>;
  /** Says which commit production serves. */
  goLive(commit: string): void;
  gate(options?: ReleaseOptions): Promise<GateFacts>;
  /** The look at a pull request whose branch is at this commit since it was brought up to date. */
  confirm(facts: GateFacts, commit: string): Promise<{ head: string }>;
  merge(facts: GateFacts): Promise<{ commit: string }>;
  /** Resolves when a stage says that it is doing something like this. */
  progress(words: RegExp): Promise<void>;
  /** All that the stages wrote into their logs. */
  log(): string;
}

export async function releaseSetting(options: Partial<GitHubOptions> = {}): Promise<ReleaseSetting> {
  const github = await practiceGitHub(options);
  onTestFinished(() => github.stop());
  const clone = join(temporaryFolder(), "shop");
  await execa("git", ["clone", "--quiet", github.cloneUrl, clone], { env: gitEnvironment });
  const forge = githubForge({ remoteUrl: github.cloneUrl, token: new Secret(token) });
  let live: Release | undefined;
  const target = { live: async () => live, releases: async () => (live ? [live] : []) } as Partial<Target> as Target;
  const services = {
    repository: await openRepository(clone, { environment: { ...process.env, ...gitEnvironment } }),
    local: parseConfig(shopConfig(), "slipway.json"),
    configPath: "slipway.json",
    forge: async () => forge,
    secret: async () => new Secret(token),
    target: async () => target,
    runtime: { kind: "process" } as Partial<Runtime> as Runtime,
  } as Partial<Services> as Services;
  const gate = gateStage(services, {});
  const update = updateStage(services, gate);
  const { propose } = checkedProposal(services, update);
  const confirm = confirmStage(services, { gate, update, propose });
  const merge = mergeStage(services, { gate, confirm });
  const said = new Listeners<string>();
  let log = "";
  const context = {
    ...quietContext(),
    log: (text: string) => {
      log += text;
    },
    progress: (what: string) => said.fire(what),
  };
  return {
    github,
    forge,
    clone,
    git: async (...args) => (await execa("git", args, { cwd: clone, env: gitEnvironment })).stdout,
    ship: async (branch, base = "main") => {
      const sha = await github.pushFile(branch, `${branch}.txt`, `${branch}\n`, base);
      await forge.setStatus(sha, { context: "slipway/preview", state: "success", description: "" });
      return forge.createPullRequest({ title: branch, body: "", head: branch, base });
    },
    goLive: (commit) => {
      live = {
        number: 1,
        commit,
        title: "",
        artifact: { kind: "artifact", id: "", name: "" },
        at: 0,
        url: "",
        migrations: [],
      };
    },
    gate: (request = {}) => gateStage(services, request).execute({}, context),
    confirm: (facts, commit) => {
      const changed = { commit } as Partial<ChangeFacts> as ChangeFacts;
      const proposed = { number: facts.pullRequest?.number ?? 0, url: "", head: commit };
      return confirm.execute({ gate: facts, update: changed, propose: proposed }, context);
    },
    merge: (gate) => merge.execute({ gate, confirm: undefined }, context),
    progress: (words) =>
      new Promise((heard) => {
        const stop = said.add((what) => {
          if (!words.test(what)) return;
          stop();
          heard();
        });
      }),
    log: () => log,
  };
}
