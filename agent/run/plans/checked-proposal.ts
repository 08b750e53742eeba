import type { Services } from "../services.ts";
import { ifNeeded } from "../stage.ts";
import { buildStage } from "../stages/build.ts";
import { type CheckOptions, checkStage } from "../stages/check.ts";
import { cloneStage } from "../stages/clone.ts";
import { migrateStage } from "../stages/migrate.ts";
import type { ChangeStage } from "../stages/preflight.ts";
import { previewStage } from "../stages/preview.ts";
import { proposeStage } from "../stages/propose.ts";
import { proveMigrationStage } from "../stages/prove-migration.ts";
import { shareStage } from "../stages/share.ts";

interface ProposalOptions extends CheckOptions {
  /** Whether others are let in; default: not, and who is already in stays so. */
  readonly share?: boolean;
}

/** (clone ∥ build) -> migrate -> (prove ∥ check ∥ preview -> share) -> propose: from a change's commit to its pull request. */
export function checkedProposal(services: Services, preflight: ChangeStage, options: ProposalOptions = {}) {
  const clone = cloneStage(services, preflight);
  const build = buildStage(services, preflight);
  const migrate = migrateStage(services, { preflight, clone, build });
  const prove = proveMigrationStage(services, { preflight, clone, build, migrate });
  const check = checkStage(services, { preflight, clone, build, migrate }, options);
  const preview = previewStage(services, { preflight, clone, build, migrate });
  const share = options.share ? shareStage(services, { preflight, preview }) : undefined;
  const propose = proposeStage(services, {
    ...{ preflight, migrate, prove, check, preview },
    ...(share && { share: ifNeeded(share) }),
  });
  return { stages: [clone, build, migrate, prove, check, preview, ...(share ? [share] : []), propose], propose };
}
