import type { DockerfileStage } from "./dockerfile.ts";
import { ancestry, holdsDevelopment, textsOf } from "./image-facts.ts";

/** The sources as `turbo prune --docker` puts them out. */
const pruned = /--from=.*\/out\/full\/?\s/;

/**
 * The last stage before the image's own that holds the sources and development dependencies: what only checks need can
 * be run there. Undefined where no stage has both and a name.
 */
export function developmentStage(stages: readonly DockerfileStage[]): DockerfileStage | undefined {
  return stages.slice(0, -1).findLast((stage) => {
    const chain = ancestry(stages, stage);
    const hasSources = textsOf(chain, "COPY").some(
      (text) => pruned.test(text) || (!text.includes("--from=") && /^(--\S+\s+)*\.\/?\s/.test(text)),
    );
    return stage.name !== undefined && hasSources && holdsDevelopment(stages, chain);
  });
}
