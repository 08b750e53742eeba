import { notBuiltYet } from "../../config/not-built-yet.ts";
import { Problem } from "../../problem.ts";
import type { ExchangeOptions } from "../../repository/exchange.ts";
import type { Repository } from "../../repository/repository.ts";
import { changeSlug } from "../../repository/slug.ts";
import type { Services } from "../services.ts";
import { defineStage } from "../stage.ts";
import { countedConfig } from "./counted-config.ts";
import { fetchHead } from "./fetch-head.ts";
import { movedBase } from "./gate/moved-base.ts";
import type { gateStage, Proposed } from "./gate.ts";
import { gitCredentials } from "./git-credentials.ts";
import { joinProblems } from "./join-problems.ts";
import { type ChangeFacts, changeFacts } from "./preflight.ts";

/**
 * Merges the base into a branch that is behind it, as a commit that lies nowhere but here until it is checked: what is
 * merged in the end is then what was checked. GitHub's own "Update branch" would come first and be checked later: a
 * conflict or a red check would stand in the pull request, its reviews possibly dismissed for it; it happens at a
 * moment of its own, so that it has to be waited for; and it does not say which files conflict. The price is that
 * the commit is the person's, not GitHub's: signed only where their git signs.
 */
export function updateStage(services: Services, gate: ReturnType<typeof gateStage>) {
  const { repository } = services;
  return defineStage({
    name: "update",
    needs: { gate },
    output: changeFacts,
    unneeded: ({ gate: { pullRequest, base } }) => {
      if (!pullRequest) return `${base.branch} is released as it is`;
      if (pullRequest.merged) return `#${pullRequest.number} is merged already`;
      return pullRequest.behindBy === 0 ? `the branch holds all of ${base.branch}` : undefined;
    },
    execute: async ({ gate: { pullRequest, base, config } }, context): Promise<ChangeFacts> => {
      if (!pullRequest) throw new Error("There is no branch to bring up to date");
      const { branch, head, behindBy } = pullRequest;
      context.progress(`merging ${inCommits(behindBy)} of ${base.branch} into ${branch}`);
      const exchange = { credentials: await gitCredentials(services, config, context), signal: context.signal };
      await requireOwnBranch(repository, pullRequest, base.branch, exchange);
      await fetchHead(repository, pullRequest, exchange);
      const merge = await repository.mergeTree(head, base.sha);
      if (!merge.clean) throw conflict(pullRequest, base.branch, merge.conflicts);
      const message = `Merge branch '${base.branch}' into ${branch}`;
      const commit = await repository.commitMerge({ tree: merge.tree, parents: [head, base.sha], message });
      const counted = await countedConfig(services, base.sha, commit, context);
      const unfit = notBuiltYet(counted);
      if (unfit.length > 0) throw joinProblems(`#${pullRequest.number} cannot be released`, unfit);
      const { ticket } = pullRequest;
      const about = ticket === undefined ? undefined : await (await services.forge(config, context)).ticket(ticket);
      return {
        commit,
        updatedFrom: head,
        branch,
        change: changeSlug(branch),
        base,
        ticket: about && { number: about.number, title: about.title, reporter: about.reporter, url: about.url },
        config: counted,
      };
    },
  });
}

/** What lies in a fork, or was pushed a moment ago, is not written over. */
async function requireOwnBranch(
  repository: Repository,
  pullRequest: Proposed,
  base: string,
  exchange: ExchangeOptions,
): Promise<void> {
  const there = await repository.remoteBranch(pullRequest.branch, exchange);
  if (there === pullRequest.head) return;
  throw movedBase(pullRequest, base, {
    why: there === undefined ? "its branch is in another repository" : "its branch was pushed to meanwhile",
    next: `Bring ${base} in there (\`git merge origin/${base}\`), then ship again.`,
  });
}

function conflict({ number, url }: Proposed, base: string, files: readonly string[]): Problem {
  return new Problem({
    what: `#${number} conflicts with what ${base} has by now`,
    where: files.join(", "),
    why: `both changed ${files.length === 1 ? "this file" : "these files"} in the same places (${url})`,
    next: `Nothing was changed. Run \`git pull\` and \`git merge origin/${base}\`, resolve the conflict, commit, and ship again.`,
    code: "gate-conflict",
  });
}

function inCommits(count: number): string {
  return count === 1 ? "1 commit" : `${count} commits`;
}
