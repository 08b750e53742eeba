import type { Services } from "../services.ts";
import type { Plan } from "../stage.ts";
import { shareByHandStage } from "../stages/share-by-hand.ts";

/** Makes a change's preview reachable for others. */
export function sharePlan(services: Services, change: string): Plan {
  return {
    kind: "share",
    title: `Share ${change}`,
    directory: services.repository.root,
    change,
    stages: [shareByHandStage(services, change)],
  };
}
