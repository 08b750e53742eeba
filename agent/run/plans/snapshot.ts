import type { Services } from "../services.ts";
import type { Plan } from "../stage.ts";
import { snapshotStage } from "../stages/snapshot.ts";

/** A snapshot and nothing else. */
export function snapshotPlan(services: Services): Plan {
  return {
    kind: "snapshot",
    title: "Snapshot",
    directory: services.repository.root,
    stages: [snapshotStage(services)],
  };
}
