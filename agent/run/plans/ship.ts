import type { Services } from "../services.ts";
import type { Plan } from "../stage.ts";
import { buildStage } from "../stages/build.ts";
import { checkStage } from "../stages/check.ts";
import { cloneStage } from "../stages/clone.ts";
import { migrateStage } from "../stages/migrate.ts";
import { preflightStage, type ShipOptions } from "../stages/preflight.ts";
import { previewStage } from "../stages/preview.ts";
import { proposeStage } from "../stages/propose.ts";

/** preflight -> (clone ∥ build) -> migrate -> (check ∥ preview) -> propose */
export function shipPlan(services: Services, change: string | undefined, options: ShipOptions): Plan {
  const preflight = preflightStage(services, options);
  const clone = cloneStage(services, preflight);
  const build = buildStage(services, preflight);
  const migrate = migrateStage(services, { preflight, clone, build });
  const check = checkStage(services, { preflight, clone, build, migrate });
  const preview = previewStage(services, { preflight, clone, build, migrate });
  const propose = proposeStage(services, { preflight, migrate, check, preview });
  return {
    kind: "ship",
    title: change ? `Ship ${change}` : "Ship",
    directory: services.repository.root,
    change,
    stages: [preflight, clone, build, migrate, check, preview, propose],
  };
}
