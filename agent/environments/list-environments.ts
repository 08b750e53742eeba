import { PREVIEW_ROUTE, previewUrl } from "../preview/preview-address.ts";
import type { Shares } from "../preview/share/shares.ts";
import type { EnvironmentSummary } from "../protocol/environment-summary.ts";
import { productionSlug } from "../repository/slug.ts";
import type { Owned, Runtime } from "../runtime/runtime.ts";
import { PRODUCTION_ROUTE } from "../target/production-route.ts";

/** What runs of a repository: each change's clone and preview, and production where this machine serves it. */
export async function listEnvironments(
  runtime: Runtime,
  shares: Pick<Shares, "find">,
  repo: string,
): Promise<EnvironmentSummary> {
  const running = (await runtime.owned()).filter((one) => one.owner.repo === repo && runs(one));
  const ofChange = Map.groupBy(running, ({ owner }) => owner.change ?? productionSlug);
  ofChange.delete(productionSlug);
  const changes = await Promise.all(
    [...ofChange].map(async ([change, owned]) => {
      const served = await runtime.workloads.serving({ repo, change }, PREVIEW_ROUTE);
      const clone = owned.find(({ kind }) => kind === "server")?.name;
      return {
        change,
        clone,
        preview: served && previewUrl({ repo, change }, served.url),
        shared: shares.find({ repo, change }),
      };
    }),
  );
  const production = await runtime.workloads.serving({ repo, change: productionSlug }, PRODUCTION_ROUTE);
  return {
    changes: changes
      .filter(({ clone, preview }) => clone !== undefined || preview !== undefined)
      .sort((a, b) => a.change.localeCompare(b.change)),
    ...(production && { production: { url: production.url, commit: production.version } }),
  };
}

function runs({ kind, starting, spare, abandoned }: Owned): boolean {
  return (kind === "server" || kind === "workload") && !starting && !spare && !abandoned;
}
