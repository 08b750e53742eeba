import type { Config } from "../config/schema/config.ts";
import { changeSlug, productionSlug } from "../repository/slug.ts";
import type { Services } from "./services.ts";
import type { StageContext } from "./stage.ts";
import { gitCredentials } from "./stages/git-credentials.ts";

/**
 * The changes of which something is kept here and whose branch is gone: from this clone, from the remote, and from
 * every open pull request. A branch that is left on the remote counts as gone where its newest pull request is merged
 * or closed and held all of it. Where the remote or GitHub cannot be asked none is gone, and the log says so: it may be
 * the change of another clone. A change that has a run is none of them.
 */
export async function goneChanges(
  services: Services,
  config: Config,
  context: StageContext,
): Promise<ReadonlySet<string>> {
  const { repository, runtime } = services;
  const here = new Set([...(await repository.branches()).map(changeSlug), ...services.busyChanges(), productionSlug]);
  const owners = (await runtime.owned()).map(({ owner }) => owner);
  const branchless = new Set(
    owners.flatMap(({ repo, change }) =>
      repo === repository.slug && change !== undefined && !here.has(change) ? [change] : [],
    ),
  );
  if (branchless.size === 0) return branchless;
  try {
    return branchless.difference(await changesElsewhere(services, { config, among: branchless }, context));
  } catch (error) {
    context.signal.throwIfAborted();
    const changes = [...branchless].sort().join(", ");
    context.log(
      `Kept, because whether the branch is still on the remote could not be found out: ${changes}. ` +
        `\`slipway preview stop NAME\` removes one. ${String(error)}\n`,
    );
    return new Set();
  }
}

/** Of these changes those that go on without a branch in this clone. */
async function changesElsewhere(
  services: Services,
  { config, among }: { readonly config: Config; readonly among: ReadonlySet<string> },
  context: StageContext,
): Promise<Set<string>> {
  const { repository } = services;
  const forge = await services.forge(config, context);
  const exchange = { credentials: await gitCredentials(services, config, context), signal: context.signal };
  const [branches, open] = await Promise.all([repository.remoteBranches(exchange), forge.openPullRequests()]);
  const elsewhere = new Set(open.map(({ head }) => changeSlug(head.branch)));
  for (const [branch, tip] of branches) {
    const change = changeSlug(branch);
    if (!among.has(change) || elsewhere.has(change)) continue;
    const newest = await forge.newestPullRequestOf(branch);
    if (newest?.state !== "closed" || newest.head.sha !== tip) elsewhere.add(change);
  }
  return elsewhere;
}
