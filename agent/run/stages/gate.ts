import * as z from "zod/mini";
import { notBuiltYet } from "../../config/not-built-yet.ts";
import { parseConfig } from "../../config/parse-config.ts";
import type { Config } from "../../config/schema/config.ts";
import type { PullRequest } from "../../forge/forge.ts";
import { closedTickets } from "../../forge/live.ts";
import { Problem } from "../../problem.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import type { Services } from "../services.ts";
import { defineStage } from "../stage.ts";
import { askForDeploy } from "./ask-for-deploy.ts";
import { missingParts } from "./database-parts.ts";
import { fetchHead } from "./fetch-head.ts";
import { readReports } from "./gate/check-reports.ts";
import { findPullRequest } from "./gate/find-pull-request.ts";
import { knownChecks } from "./gate/known-checks.ts";
import { mergedProblems } from "./gate/merged-problems.ts";
import { openProblems } from "./gate/open-problems.ts";
import { gitCredentials } from "./git-credentials.ts";
import { joinProblems } from "./join-problems.ts";
import { lastRelease } from "./live-standing.ts";
import { ticketOf } from "./preflight.ts";

/** What is going to be released. */
const gateFacts = z.object({
  /** Absent where the base branch is released as it is. */
  pullRequest: z.optional(
    z.object({
      number: z.int(),
      url: z.string(),
      title: z.string(),
      head: z.string(),
      headRef: z.string(),
      branch: z.string(),
      /** The ticket that it solves, if any. */
      ticket: z.optional(z.int()),
      /** Commits of the base that it lacks. */
      behindBy: z.int(),
      merged: z.boolean(),
    }),
  ),
  base: z.object({ branch: z.string(), sha: z.string() }),
  /** What a CI checks on the branch, by name; none where it is not behind. */
  checks: z.array(z.string()),
  title: z.string(),
  /** slipway.json as it stands on the base branch: what decides where production is. */
  config: z.custom<Config>((value) => typeof value === "object" && value !== null),
});

export type GateFacts = z.infer<typeof gateFacts>;
export type Proposed = NonNullable<GateFacts["pullRequest"]>;

export interface ReleaseOptions {
  readonly pullRequest?: number | undefined;
  readonly base?: boolean | undefined;
}

/**
 * Whether this may be released: open, green, approved as the base's rules demand and refused by no reviewer; or merged,
 * green, and newer than what is live; and whether the deploy will have the secrets that it needs. Says also how far it is
 * behind the base.
 */
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
      const unfit = [...notBuiltYet(config), ...missingParts(config), ...otherRuntime(config.target, services.runtime)];
      if (unfit.length > 0) throw joinProblems("Nothing can be released here", unfit);
      if (options.base) {
        await askForDeploy(services, sha, config, context);
        return { base, checks: [], title: `${base.branch} as it is`, config };
      }
      const forge = await services.forge(config, context);
      context.progress("looking at the pull request");
      const live = async () => lastRelease(await services.target(config, context));
      const pullRequest = await findPullRequest({ repository, forge, base, live }, options.pullRequest);
      const { number, url, title, head, headRef, merged } = pullRequest;
      const refuse = (problems: readonly Problem[]) => {
        if (problems.length > 0) throw joinProblems(`#${number} cannot be released`, problems);
      };
      refuse(otherBaseProblems(pullRequest, base.branch));
      const behindBy = merged ? 0 : (await forge.compare(base.branch, head.sha)).behindBy;
      const reports = await readReports(forge, head.sha);
      // An earlier attempt may have merged and been interrupted before the deploy: then it goes on from there.
      refuse(
        merged
          ? await mergedProblems(pullRequest, { repository, reports, base, live })
          : await openProblems(forge, pullRequest, { base: base.branch, isBehind: behindBy > 0, reports }, context),
      );
      const ticket = closedTickets(pullRequest.body)[0] ?? ticketOf(head.branch);
      const proposed = { number, url, title, head: head.sha, headRef, branch: head.branch, ticket, behindBy, merged };
      if (!merged) await fetchHead(repository, proposed, { credentials, signal: context.signal });
      await askForDeploy(services, (merged && pullRequest.mergeCommitSha) || head.sha, config, context);
      const checks = behindBy > 0 ? await knownChecks(forge, repository, { commit: head.sha, reports }) : [];
      return { pullRequest: proposed, base, checks, title, config };
    },
  });
}

/** What lands on another branch is no release: a pull request upon another's branch waits for that one. */
function otherBaseProblems({ number, url, base }: PullRequest, wanted: string): Problem[] {
  if (base.branch === wanted) return [];
  return [
    new Problem({
      what: `#${number} goes into ${base.branch}, not into ${wanted}`,
      where: url,
      why: `what is released is ${wanted}, and nothing else`,
      next: `Merge ${base.branch} first; then make ${wanted} its base on GitHub, and ship it again.`,
      code: "gate-other-base",
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
