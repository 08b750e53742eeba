import type { Services } from "../services.ts";
import type { Plan } from "../stage.ts";
import { announceRollbackStage } from "../stages/announce-rollback.ts";
import { chooseStage, type RollbackOptions } from "../stages/choose.ts";
import { restoreStage } from "../stages/restore.ts";
import { switchStage } from "../stages/switch.ts";
import { verifyStage } from "../stages/verify.ts";

/** choose -> database -> switch -> verify -> announce */
export function rollbackPlan(services: Services, options: RollbackOptions): Plan {
  const choose = chooseStage(services, options);
  const database = restoreStage(services, choose);
  const switched = switchStage(services, { choose, database });
  const verify = verifyStage(services, switched);
  const announce = announceRollbackStage(services, { choose, switched, verify });
  return {
    kind: "rollback",
    title: options.release === undefined ? "Roll back" : `Roll back to release ${options.release}`,
    directory: services.repository.root,
    stages: [choose, database, switched, verify, announce],
    pointOfNoReturn: "switch",
  };
}
