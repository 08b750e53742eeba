import type { DockerfileStage } from "./dockerfile.ts";
import { ancestry, installsWithout, textsOf } from "./image-facts.ts";

/**
 * The last stage before the image's own that holds the sources and development dependencies: what only checks need can
 * be run there. Undefined where no stage has both and a name.
 */
export function developmentStage(stages: readonly DockerfileStage[]): DockerfileStage | undefined {
  return stages.slice(0, -1).findLast((stage) => {
    const chain = ancestry(stages, stage);
    const hasSources = textsOf(chain, "COPY").some(
      (text) => !text.includes("--from=") && /^(--\S+\s+)*\.\/?\s/.test(text),
    );
    return stage.name !== undefined && hasSources && installsWithout(chain) === false;
  });
}
