import type { Config } from "../config/schema/config.ts";
import type { ServerRef, StoredSnapshot } from "../runtime/runtime.ts";
import { endOutlivedChanges } from "./end-outlived-changes.ts";
import { keepSpare } from "./keep-spare.ts";
import { provideSnapshot } from "./provide-snapshot.ts";
import type { Services } from "./services.ts";
import type { StageContext } from "./stage.ts";

export interface ProvidedClone {
  readonly snapshot: StoredSnapshot;
  /** True where the snapshot was there already. */
  readonly reused: boolean;
  readonly server: ServerRef;
}

/** A change's server, started from the snapshot where it does not run already, which the owner role may sign in to. */
export async function provideClone(
  services: Services,
  { config, change }: { readonly config: Config; readonly change: string },
  context: StageContext,
): Promise<ProvidedClone> {
  const { runtime, repository } = services;
  const { snapshot, reused } = await provideSnapshot(services, config, true, context);
  context.progress("starting the clone");
  const [server] = await Promise.all([
    runtime.databases.start(snapshot, { repo: repository.slug, change }, context),
    endOutlivedChanges(services, { config, spared: change }, context),
  ]);
  keepSpare(services, snapshot, config);
  return { snapshot, reused, server };
}
