import { sizeBytes } from "../../config/quantities.ts";
import { toolEnvironment } from "../../migrations/tool-environment.ts";
import { asOwner } from "../../snapshot/owner-login.ts";
import { ownerPassword } from "../../snapshot/owner-password.ts";
import type { Services } from "../services.ts";
import type { InputsOf, StageContext } from "../stage.ts";
import { commandEnvironment, databaseEnvironment } from "./app-environment.ts";
import type { MigrationGround } from "./apply-migrations.ts";
import type { buildStage } from "./build.ts";
import type { cloneStage } from "./clone.ts";
import type { ChangeStage } from "./preflight.ts";
import { withTree } from "./with-tree.ts";

/** The stages that give what migrations run on. */
export type MigrationNeeds = {
  preflight: ChangeStage;
  clone: ReturnType<typeof cloneStage>;
  build: ReturnType<typeof buildStage>;
};

export type MigrationInputs = InputsOf<MigrationNeeds>;

/**
 * One of a clone's databases as a ground for the change's migrations, which its owner applies.
 * @param at the database, and a short word for the container or process.
 */
export async function migrationGround(
  services: Services,
  { preflight, clone, build }: MigrationInputs,
  at: { readonly name: string; readonly database: string },
  context: StageContext,
): Promise<MigrationGround> {
  const { runtime, repository, places } = services;
  const { host, workload } = await runtime.databases.reach(clone.server);
  const password = ownerPassword(places.state, clone.server);
  const { migrations, databaseVariables } = build.app;
  const env = {
    ...(await commandEnvironment(services, preflight.config, build.app, context)),
    ...databaseEnvironment(build.app, preflight.config, asOwner(workload, at.database, password)),
  };
  const workloadSpec = {
    owner: { repo: repository.slug, change: preflight.change },
    name: at.name,
    artifact: build.artifact,
    env: { ...env, ...(migrations && toolEnvironment(migrations, databaseVariables, env)) },
    limits: { memoryBytes: sizeBytes(preflight.config.app.memory) },
  };
  return {
    database: asOwner(host, at.database, password),
    run: (command) => runtime.workloads.run({ ...workloadSpec, command }, context),
    withTree: (use) => withTree(services, preflight.commit, context, use),
  };
}
