import { sizeBytes } from "../config/quantities.ts";
import type { Config } from "../config/schema/config.ts";
import { keepQuota } from "../reconcile/keep-quota.ts";
import { type ObtainedSnapshot, obtainSnapshot } from "../snapshot/obtain-snapshot.ts";
import { pulledSnapshot } from "../snapshot/pulled-snapshot.ts";
import { knownBase } from "./local-config.ts";
import type { Services } from "./services.ts";
import type { StageContext } from "./stage.ts";

/**
 * The snapshot that a configuration asks for: built from production, or pulled where `source.image` names one that a
 * trusted machine has built. Whoever only waits for a clone takes an outdated one, and a run of its own makes the next.
 */
export async function provideSnapshot(
  services: Services,
  config: Config,
  outdatedToo: boolean,
  context: StageContext,
): Promise<ObtainedSnapshot> {
  const { runtime, repository, places } = services;
  const owner = { repo: repository.slug };
  const image = config.source?.image;
  const obtained =
    image === undefined
      ? await obtainSnapshot(
          {
            runtime,
            owner,
            source: await services.source(config, context),
            config,
            stateFolder: places.state,
            ledger: await trustedLedger(services, config),
            outdatedToo,
          },
          context,
        )
      : await pulledSnapshot({ runtime, owner, image, maxAge: config.snapshot.maxAge, outdatedToo }, context);
  if (obtained.outdated) await refresh(services, context);
  if (!obtained.reused) await sayQuota(services, config.snapshot.quota, context);
  return obtained;
}

/** How much of a table leaves production is the base branch's to say, and not a change's. */
async function trustedLedger({ repository, configPath }: Services, config: Config): Promise<string | undefined> {
  return ((await knownBase(repository, configPath)) ?? config).migrations.ledger;
}

async function sayQuota({ runtime, repository }: Services, quota: string, context: StageContext): Promise<void> {
  const most = sizeBytes(quota) ?? Number.POSITIVE_INFINITY;
  const { removed, bytes } = await keepQuota(runtime, repository.slug, most);
  for (const name of removed) context.log(`Removed the snapshot ${name}: snapshot.quota is ${quota}.\n`);
  if (bytes <= most) return;
  context.log(
    `Snapshots and clones take ${Math.round(bytes / 1e6)} MB, more than snapshot.quota (${quota}), and all are used: \`slipway clone list\` shows them, \`slipway clone stop\` removes one.\n`,
  );
}

/** Never in the way: where the next cannot be begun, the one that there is serves on. */
async function refresh(services: Services, context: StageContext): Promise<void> {
  try {
    const run = await services.refreshSnapshot();
    context.log(`The snapshot is older than snapshot.maxAge; run ${run} makes the next one meanwhile.\n`);
  } catch (error) {
    context.log(`The snapshot is older than snapshot.maxAge, and the next could not be begun: ${String(error)}\n`);
  }
}
