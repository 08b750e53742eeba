import * as z from "zod/mini";
import { Problem } from "../../problem.ts";
import type { ExchangeOptions } from "../../repository/exchange.ts";
import type { Repository } from "../../repository/repository.ts";
import type { Services } from "../services.ts";
import { defineStage } from "../stage.ts";
import { notInBase } from "./gate/merged-problems.ts";
import type { GateFacts, gateStage } from "./gate.ts";
import { gitCredentials } from "./git-credentials.ts";

/** The commit of the base branch that goes live. */
const mergeFacts = z.object({ commit: z.string() });

export function mergeStage(services: Services, gate: ReturnType<typeof gateStage>) {
  const { repository } = services;
  return defineStage({
    name: "merge",
    needs: { gate },
    output: mergeFacts,
    execute: async ({ gate: { pullRequest, base, config } }, context) => {
      if (!pullRequest) return { commit: base.sha };
      const forge = await services.forge(config, context);
      const { sha } = await context.act(
        `merge ${pullRequest.number} ${pullRequest.head}`,
        async () => {
          const now = await forge.pullRequest(pullRequest.number);
          return now.merged && now.mergeCommitSha ? { sha: now.mergeCommitSha } : undefined;
        },
        () => forge.merge(pullRequest.number, { sha: pullRequest.head }),
      );
      context.progress("comparing what landed with what was checked");
      const exchange = { credentials: await gitCredentials(services, config, context), signal: context.signal };
      await repository.fetchBase(exchange);
      const landed = await repository.treeOf(sha);
      if (landed === undefined) throw notInBase({ ...pullRequest, merged: sha, base: base.branch });
      if (landed !== (await checkedTree(repository, pullRequest, exchange))) throw otherTree(sha, pullRequest.url);
      context.output("merge.sha", sha);
      return { commit: sha };
    },
  });
}

type Proposed = NonNullable<GateFacts["pullRequest"]>;

/**
 * The tree of the pull request's head. A squash or a rebase leaves the head out of the base's history, and this may
 * be another clone than the one that shipped it: then it is fetched.
 */
async function checkedTree(repository: Repository, pullRequest: Proposed, exchange: ExchangeOptions): Promise<string> {
  const here = await repository.treeOf(pullRequest.head);
  if (here !== undefined) return here;
  const missing = await repository.fetchRef(pullRequest.headRef, exchange).then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof Problem && error.code === "base-missing") return error;
      throw error;
    },
  );
  const fetched = await repository.treeOf(pullRequest.head);
  if (fetched === undefined) throw noHead(pullRequest, missing);
  return fetched;
}

function noHead({ number, url, head }: Proposed, cause: Problem | undefined): Problem {
  return new Problem({
    what: "What was merged cannot be compared with what was checked",
    where: url,
    why: `the newest commit of #${number}, ${head.slice(0, 8)}, is neither here nor on the remote`,
    next: `Nothing was deployed. Run \`slipway merge ${number}\` in the clone that shipped it, or ship the next change: its release brings this one along.`,
    code: "merge-head-missing",
    cause,
  });
}

function otherTree(sha: string, url: string): Problem {
  return new Problem({
    what: "What was merged is not what was checked",
    where: `${sha.slice(0, 8)}, ${url}`,
    why: "the merge commit's files differ from those of the branch",
    next: "Nothing was deployed. Look at the merge commit; ship and release what it holds as a change of its own.",
    code: "merge-tree-differs",
  });
}
