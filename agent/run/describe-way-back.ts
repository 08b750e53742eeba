import type { WayBackSummary } from "../protocol/release-summary.ts";
import type { Services } from "./services.ts";
import type { StageContext } from "./stage.ts";
import { baseConfig, findWayBack } from "./stages/choose.ts";

/** What a person wants to know before production goes back. Nothing is changed. */
export async function describeWayBack(
  services: Services,
  release: number | undefined,
  context: StageContext,
): Promise<WayBackSummary> {
  const config = await baseConfig(services, context);
  const { from, way, neverLive } = await findWayBack(services, config, release, context);
  const { to, ahead, behind, restores } = way;
  const target = await services.target(config, context);
  const named = ({ number, commit, title }: typeof to) => ({ number, commit, title });
  return {
    from: named(from),
    to: named(to),
    neverLive: neverLive && named(neverLive),
    ahead: [...ahead],
    behind: [...behind],
    restores:
      restores?.backup === undefined
        ? undefined
        : {
            backup: restores.backup.place,
            at: restores.backup.at,
            writes: await target.writesSince(restores.backup),
          },
    revert:
      from.pullRequest === undefined || to.commit === from.commit
        ? undefined
        : await pullRequestUrl(services, config, from.pullRequest, context),
  };
}

async function pullRequestUrl(
  services: Services,
  config: Services["local"],
  number: number,
  context: StageContext,
): Promise<string | undefined> {
  // GitHub may be what is down just now.
  return services.forge(config, context).then(
    (forge) => `${forge.webUrl}/pull/${number}`,
    () => undefined,
  );
}
