import type { Services } from "../services.ts";
import type { Plan } from "../stage.ts";
import { developerCloneStage } from "../stages/developer-clone.ts";

/** A change's clone for its developer. */
export function clonePlan(services: Services, change: string): Plan {
  return {
    kind: "clone",
    title: `Clone for ${change}`,
    directory: services.repository.root,
    change,
    stages: [developerCloneStage(services, change)],
  };
}
