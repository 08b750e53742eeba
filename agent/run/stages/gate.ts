import * as z from "zod/mini";
import { notBuiltYet } from "../../config/not-built-yet.ts";
import { parseConfig } from "../../config/parse-config.ts";
import type { Config } from "../../config/schema/config.ts";
import type { CommitStatus, Forge, PullRequest, Review } from "../../forge/forge.ts";
import { Problem } from "../../problem.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import type { Services } from "../services.ts";
import { defineStage } from "../stage.ts";
import { gitCredentials } from "./git-credentials.ts";
import { joinProblems } from "./join-problems.ts";

/** What is going to be released. */
const gateFacts = z.object({
  /** Absent where the base branch is released as it is. */
  pullRequest: z.optional(
    z.object({ number: z.int(), url: z.string(), title: z.string(), head: z.string(), merged: z.boolean() }),
  ),
  base: z.object({ branch: z.string(), sha: z.string() }),
  title: z.string(),
  /** slipway.json as it stands on the base branch: what decides where production is. */
  config: z.custom<Config>((value) => typeof value === "object" && value !== null),
});

export type GateFacts = z.infer<typeof gateFacts>;

export interface ReleaseOptions {
  readonly pullRequest?: number | undefined;
  readonly base?: boolean | undefined;
}

/** Whether this may be merged: open, green, not refused by a reviewer, and up to date with the base. */
export function gateStage(services: Services, options: ReleaseOptions) {
  return defineStage({
    name: "gate",
    needs: {},
    output: gateFacts,
    execute: async (_inputs, context): Promise<GateFacts> => {
      const { repository, local, configPath } = services;
      context.progress("fetching the base branch");
      const credentials = await gitCredentials(services, local, context);
      const sha = await repository.fetchBase({ credentials, signal: context.signal });
      const text = await repository.readFile(sha, configPath);
      const config = text === undefined ? local : parseConfig(text, configPath);
      const base = { branch: config.forge.base, sha };
      if (!config.target) throw noTarget(configPath);
      const unfit = [...notBuiltYet(config), ...otherRuntime(config.target, services.runtime)];
      if (unfit.length > 0) throw joinProblems("Nothing can be released here", unfit);
      if (options.base) return { base, title: `${base.branch} as it is`, config };
      const forge = await services.forge(config, context);
      context.progress("looking at the pull request");
      const pullRequest = await findPullRequest(services, forge, options.pullRequest);
      const { number, url, title, head, merged } = pullRequest;
      const facts = { pullRequest: { number, url, title, head: head.sha, merged }, base, title, config };
      // An earlier attempt merged and was interrupted before the deploy: go on from there.
      if (merged) return facts;
      const problems = [
        ...closedProblems(pullRequest),
        ...statusProblems(await forge.statuses(head.sha), pullRequest),
        ...reviewProblems(await forge.reviews(number), pullRequest),
        ...(await behindProblems(forge, base, pullRequest)),
      ];
      if (problems.length > 0) throw joinProblems(`#${number} cannot be merged`, problems);
      return facts;
    },
  });
}

async function findPullRequest(
  { repository }: Services,
  forge: Forge,
  wanted: number | undefined,
): Promise<PullRequest> {
  if (wanted !== undefined) return forge.pullRequest(wanted);
  const { branch } = await repository.state();
  const found = branch && (await forge.openPullRequestOf(branch));
  if (found) return found;
  throw new Problem({
    what: "There is no pull request to merge",
    where: branch ?? "detached HEAD",
    next: "Ship the change first (`slipway ship`), or name a pull request: `slipway merge 12`.",
    code: "no-pull-request",
    usage: true,
  });
}

function closedProblems({ state, url }: PullRequest): Problem[] {
  return state === "closed"
    ? [
        new Problem({
          what: "The pull request is closed",
          where: url,
          next: "Reopen it, or ship the change again.",
          code: "gate-closed",
        }),
      ]
    : [];
}

function statusProblems(statuses: readonly CommitStatus[], { head, url }: PullRequest): Problem[] {
  if (!statuses.some(({ context }) => context === "slipway/preview")) {
    return [
      new Problem({
        what: "The newest commit was never shipped",
        where: head.sha.slice(0, 8),
        next: "Run `slipway ship` for it.",
        code: "gate-not-shipped",
      }),
    ];
  }
  return statuses
    .filter(({ state }) => state !== "success")
    .map(
      ({ context, state, description }) =>
        new Problem({ what: `${context} is ${state}`, where: url, why: description, code: "gate-red" }),
    );
}

/** Only the last word of each reviewer counts. */
function reviewProblems(reviews: readonly Review[], { url }: PullRequest): Problem[] {
  const last = new Map<string, Review["state"]>();
  for (const { author, state } of reviews) if (state !== "COMMENTED" && state !== "PENDING") last.set(author, state);
  return [...last]
    .filter(([, state]) => state === "CHANGES_REQUESTED")
    .map(([author]) => new Problem({ what: `${author} asks for changes`, where: url, code: "gate-changes-requested" }));
}

async function behindProblems(
  forge: Forge,
  base: { branch: string; sha: string },
  { head }: PullRequest,
): Promise<Problem[]> {
  const { behindBy } = await forge.compare(base.branch, head.sha);
  if (behindBy === 0) return [];
  return [
    new Problem({
      what: `${base.branch} has moved`,
      where: head.branch,
      why: `it has ${behindBy} commit${behindBy === 1 ? "" : "s"} that the branch lacks, so what was checked is not what would go live`,
      next: `Bring them in (\`git merge origin/${base.branch}\`), then ship again.`,
      code: "gate-behind",
    }),
  ];
}

/** Production is never brought up as something else than what slipway.json says it is. */
function otherRuntime(target: NonNullable<Config["target"]>, { kind }: Runtime): Problem[] {
  const wanted = target.docker ? "docker" : "process";
  if (kind === wanted) return [];
  return [
    new Problem({
      what: "Production does not run on what is used here",
      where: `target.${wanted} in slipway.json`,
      why: `this run uses the ${kind} runtime`,
      next:
        wanted === "docker" ? "Start Docker, then release again." : "Set SLIPWAY_RUNTIME=process, then release again.",
      code: "target-other-runtime",
    }),
  ];
}

function noTarget(where: string): Problem {
  return new Problem({
    what: "There is no production to release to",
    where,
    why: "slipway.json on the base branch has no `target`",
    next: "Describe it under `target`, and merge that first.",
    code: "no-target",
    usage: true,
  });
}
