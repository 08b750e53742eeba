import * as z from "zod/mini";
import type { Forge } from "../../forge/forge.ts";
import { Problem } from "../../problem.ts";
import type { Services } from "../services.ts";
import { defineStage, ifNeeded } from "../stage.ts";
import type { confirmStage } from "./confirm.ts";
import { fetchHead } from "./fetch-head.ts";
import { notInBase } from "./gate/merged-problems.ts";
import { refuseBehind } from "./gate/refuse-behind.ts";
import type { gateStage, Proposed } from "./gate.ts";
import { gitCredentials } from "./git-credentials.ts";

/** The commit of the base branch that goes live. */
const mergeFacts = z.object({ commit: z.string() });

export function mergeStage(
  services: Services,
  { gate, confirm }: { gate: ReturnType<typeof gateStage>; confirm: ReturnType<typeof confirmStage> },
) {
  const { repository } = services;
  return defineStage({
    name: "merge",
    needs: { gate, confirm: ifNeeded(confirm) },
    output: mergeFacts,
    execute: async ({ gate: { pullRequest: proposed, base, config }, confirm: confirmed }, context) => {
      if (!proposed) return { commit: base.sha };
      const pullRequest = { ...proposed, head: confirmed?.head ?? proposed.head };
      const forge = await services.forge(config, context);
      const { sha } = await context.act(
        `merge ${pullRequest.number} ${pullRequest.head}`,
        async () => {
          const now = await forge.pullRequest(pullRequest.number);
          return now.merged && now.mergeCommitSha ? { sha: now.mergeCommitSha } : undefined;
        },
        () => mergeUpToDate(forge, pullRequest, base.branch),
      );
      context.progress("comparing what landed with what was checked");
      const exchange = { credentials: await gitCredentials(services, config, context), signal: context.signal };
      await repository.fetchBase(exchange);
      const landed = await repository.treeOf(sha);
      if (landed === undefined) throw notInBase({ ...pullRequest, merged: sha, base: base.branch });
      await fetchHead(repository, pullRequest, exchange);
      if (landed !== (await repository.treeOf(pullRequest.head))) throw otherTree(sha, pullRequest.url);
      context.output("merge.sha", sha);
      return { commit: sha };
    },
  });
}

/** Merges, but not into a base that has moved. @throws Outdated. */
async function mergeUpToDate(forge: Forge, pullRequest: Proposed, base: string): Promise<{ sha: string }> {
  await refuseBehind(forge, pullRequest, base);
  try {
    return await forge.merge(pullRequest.number, { sha: pullRequest.head });
  } catch (error) {
    // Where the rules demand it GitHub itself refuses what fell behind in this very moment.
    if (error instanceof Problem && error.code === "merge-refused") await refuseBehind(forge, pullRequest, base);
    throw error;
  }
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
