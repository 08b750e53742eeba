import * as z from "zod/mini";
import { Problem } from "../../problem.ts";
import type { Services } from "../services.ts";
import { defineStage } from "../stage.ts";
import type { gateStage } from "./gate.ts";
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
      const credentials = await gitCredentials(services, config, context);
      await repository.fetchBase({ credentials, signal: context.signal });
      const [landed, checked] = [await repository.treeOf(sha), await repository.treeOf(pullRequest.head)];
      if (landed === undefined || landed !== checked) throw otherTree(sha, pullRequest.url);
      context.output("merge.sha", sha);
      return { commit: sha };
    },
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
