import { durationMs } from "../config/quantities.ts";
import type { Config } from "../config/schema/config.ts";
import type { Forge } from "../forge/forge.ts";
import { endOutlived, type Outlived } from "../reconcile/end-outlived.ts";
import { holdsAll } from "../repository/holds-all.ts";
import type { Repository } from "../repository/repository.ts";
import { changeSlug } from "../repository/slug.ts";
import type { Services } from "./services.ts";
import type { StageContext } from "./stage.ts";

/**
 * Removes previews and clones whose pull request is merged or closed, or which are older than `clone.expires`, but none
 * of a change that has a run. Where GitHub cannot be asked, only the age counts: nothing waits for this, and the next
 * time comes.
 * @param spared goes on as well.
 */
export async function endOutlivedChanges(
  services: Services,
  { config, spared }: { readonly config: Config; readonly spared?: string | undefined },
  context: StageContext,
): Promise<Outlived[]> {
  const { runtime, repository } = services;
  const outlived = await endOutlived(runtime, {
    repo: repository.slug,
    kept: [...services.busyChanges(), ...(spared === undefined ? [] : [spared])],
    expires: durationMs(config.clone.expires) ?? Number.POSITIVE_INFINITY,
    isOver: async (changes) => {
      try {
        return await closedChanges(repository, await services.forge(config, context), changes);
      } catch (error) {
        context.signal.throwIfAborted();
        context.log(`Whether other changes are merged could not be found out: ${String(error)}\n`);
        return new Map();
      }
    },
  });
  for (const { change, why } of outlived) context.log(`Removed the preview and the clone of ${change}: ${why}.\n`);
  return outlived;
}

/** Of these changes those whose newest pull request is no longer open and held all that their branch has here. */
async function closedChanges(
  repository: Repository,
  forge: Forge,
  changes: readonly string[],
): Promise<Map<string, string>> {
  const closed = new Map<string, string>();
  for (const branch of await repository.branches()) {
    const change = changeSlug(branch);
    if (!changes.includes(change)) continue;
    const pullRequest = await forge.newestPullRequestOf(branch);
    if (pullRequest?.state !== "closed") continue;
    const tip = await repository.commit(`refs/heads/${branch}`);
    if (tip === undefined || !(await holdsAll(repository, pullRequest.head.sha, tip))) continue;
    closed.set(change, `#${pullRequest.number} is ${pullRequest.merged ? "merged" : "closed"}`);
  }
  return closed;
}
