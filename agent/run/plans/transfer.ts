import type { Services } from "../services.ts";
import type { Plan } from "../stage.ts";
import { pullStage } from "../stages/pull.ts";
import { type PushWish, pushStage } from "../stages/push.ts";

/** Gives a snapshot to a registry. */
export function pushPlan(services: Services, wish: PushWish): Plan {
  return {
    kind: "snapshot",
    title: `Push ${wish.image}`,
    directory: services.repository.root,
    stages: [pushStage(services, wish)],
  };
}

/** Gets a snapshot from a registry. */
export function pullPlan(services: Services, image: string): Plan {
  return {
    kind: "snapshot",
    title: `Pull ${image}`,
    directory: services.repository.root,
    stages: [pullStage(services, image)],
  };
}
