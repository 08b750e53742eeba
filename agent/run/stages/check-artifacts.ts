import type { ArtifactRef } from "../../runtime/runtime.ts";
import type { Services } from "../services.ts";
import type { StageContext } from "../stage.ts";
import { buildTree } from "./build.ts";
import type { ChangeFacts } from "./preflight.ts";
import { withTree } from "./with-tree.ts";

/**
 * What checks run in: a stage of the Dockerfile that has what only checks need, built beside the app's image.
 * @param targets the stages that checks name.
 * @returns by stage; without those that are the app's own image, as all are where no image is built (plain processes).
 */
export async function checkArtifacts(
  services: Services,
  facts: Pick<ChangeFacts, "commit" | "config">,
  targets: ReadonlySet<string>,
  context: StageContext,
): Promise<ReadonlyMap<string, ArtifactRef>> {
  const built = new Map<string, ArtifactRef>();
  if (targets.size === 0 || services.runtime.capabilities.isolation !== "container") return built;
  return withTree(services, facts.commit, context, async (directory) => {
    for (const target of targets) {
      context.progress(`building ${target}`);
      const { artifact } = await buildTree(services, facts, { directory, target }, context);
      built.set(target, artifact);
    }
    return built;
  });
}
