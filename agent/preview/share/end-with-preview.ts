import { productionSlug } from "../../repository/slug.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { PREVIEW_ROUTE } from "../preview-address.ts";
import type { Shares } from "./shares.ts";

/** The same runtime, but that a preview which ends takes its share with it, whoever ends it and why. */
export function endWithPreview(runtime: Runtime, shares: Shares): Runtime {
  const { workloads } = runtime;
  return {
    ...runtime,
    workloads: {
      ...workloads,
      unserve: async (owner, route) => {
        const { repo, change = productionSlug } = owner;
        if (route === PREVIEW_ROUTE) await shares.close({ repo, change });
        await workloads.unserve(owner, route);
      },
    },
  };
}
