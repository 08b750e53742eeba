import { withDatabase } from "../../database/connection.ts";
import { type Assertion, describeAssertion } from "../../migrations/proof/assertion.ts";
import { plantRow } from "../../migrations/proof/plant-row.ts";
import { Problem } from "../../problem.ts";
import { copyDatabase, dropDatabase, pristine } from "../../snapshot/clone-databases.ts";
import type { Services } from "../services.ts";
import type { StageContext } from "../stage.ts";
import { applyMigrations } from "./apply-migrations.ts";
import { type MigrationInputs, migrationGround } from "./migration-ground.ts";

/** The copy of `pristine` with a row that breaks what a migration asserts. */
const trial = "proof";

/**
 * Applies the migrations once more, to a copy of the clone that holds such a row as production does: they may mend it
 * before they assert anything.
 * @returns "untried" where the clone has no rows that one could be made of.
 */
export async function tryWithBreakingRow(
  services: Services,
  inputs: MigrationInputs,
  asserted: Assertion,
  context: StageContext,
): Promise<"passed" | "failed" | "untried"> {
  const { migrations } = inputs.build.app;
  if (!migrations) return "untried";
  const { host } = await services.runtime.databases.reach(inputs.clone.server);
  context.progress("trying the migration with a row that production has and the clone has not");
  await copyDatabase(host, pristine, trial);
  try {
    if (!(await plantRow(withDatabase(host, trial), asserted, context.signal))) return "untried";
    context.log(`The migration with a row in the clone that breaks "${describeAssertion(asserted)}":\n`);
    await applyMigrations(
      migrations,
      await migrationGround(services, inputs, { name: "prove", database: trial }, context),
      context,
    );
    return "passed";
  } catch (error) {
    // Without that row it went well on the same clone a moment ago.
    if (!(error instanceof Problem) || !error.code.startsWith("migration")) throw error;
    context.log(`${error.message}\n`);
    return "failed";
  } finally {
    await dropDatabase(host, trial);
  }
}
