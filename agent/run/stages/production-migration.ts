import type { Migrations } from "../../migrations/migrations.ts";
import { toolEnvironment } from "../../migrations/tool-environment.ts";
import type { ProductionMigration } from "../../target/target.ts";
import type { StageContext } from "../stage.ts";
import type { AppFacts } from "./app-facts.ts";
import { applyMigrations, listPending, type MigrationGround } from "./apply-migrations.ts";

/**
 * A commit's migrations as a target applies them. Where the tool may have more than its files tell of, it is asked; one
 * that cannot be asked is run each time.
 */
export function productionMigration(
  migrations: Migrations,
  { app, commit, ...ground }: Omit<MigrationGround, "run"> & { readonly app: AppFacts; readonly commit: string },
  context: StageContext,
): ProductionMigration {
  const { unlisted, command } = migrations;
  return {
    pending: () => listPending(migrations, ground.database, context),
    mayBeMore: async (run) => {
      if (!unlisted) return false;
      if (unlisted.check === undefined) return true;
      context.progress("asking the migration tool whether it has more to apply");
      return (await run(unlisted.check)).exitCode !== 0;
    },
    toolEnv: (production) => toolEnvironment(migrations, app.databaseVariables, production),
    apply: async (run) => {
      const applied = await applyMigrations(migrations, { ...ground, run }, context);
      // Nobody can tell what it did: going back beyond this has to be thought over.
      return migrations.ledger ? applied : [`${command} of ${commit.slice(0, 8)}`];
    },
  };
}
