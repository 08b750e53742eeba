import { type Assertion, describeAssertion } from "../../migrations/proof/assertion.ts";
import { describeBreaking } from "../../migrations/proof/breaking-rows.ts";
import { type Count, countOnSource } from "../../migrations/proof/count-on-source.ts";
import { disproved } from "../../migrations/proof/disproved.ts";
import type { Problem } from "../../problem.ts";
import { type ProofFacts, proofFacts } from "../../protocol/proof-facts.ts";
import type { Services } from "../services.ts";
import { defineStage, type StageContext } from "../stage.ts";
import { joinProblems } from "./join-problems.ts";
import type { MigratedNeeds } from "./migrate.ts";
import type { MigrationInputs } from "./migration-ground.ts";
import { tryWithBreakingRow } from "./try-with-breaking-row.ts";

/**
 * Proves on the source what the migrations assert of its rows: a subset may lack just those that break it. It counts
 * each time anew, since production goes on.
 */
export function proveMigrationStage(services: Services, needs: MigratedNeeds) {
  return defineStage({
    name: "prove",
    needs,
    output: proofFacts,
    unneeded: ({ migrate: { assertions, unproved } }) =>
      assertions.length + unproved.length === 0 ? "the migrations assert nothing of rows from before" : undefined,
    shows: (facts) => ({ "prove.facts": facts }),
    execute: async ({ migrate, ...inputs }, context) => {
      const facts: ProofFacts = {
        proved: [],
        mended: [],
        notProved: migrate.unproved.map((what) => `${what}: this is not counted`),
      };
      const problems: Problem[] = [];
      for (const count of await counted(services, inputs, migrate.assertions, context)) {
        const { asserted } = count;
        const words = describeAssertion(asserted);
        if ("unknown" in count) facts.notProved.push(`${words}: ${count.unknown}`);
        else if (count.breaking.rows === 0) facts.proved.push(words);
        else {
          const breaking = `${words}: in production ${describeBreaking(asserted, count.breaking)}`;
          const end = await tryWithBreakingRow(services, inputs, asserted, context);
          if (end === "passed") facts.mended.push(`${breaking}, which the migration mends`);
          else if (end === "failed") problems.push(disproved(asserted, count.breaking, migrate.applied));
          else facts.notProved.push(`${breaking}, and the clone has no row to try the migration with`);
        }
      }
      for (const note of facts.notProved) context.log(`not proved: ${note}\n`);
      if (problems.length > 0) throw joinProblems("The migration would fail in production", problems);
      return facts;
    },
  });
}

async function counted(
  services: Services,
  { preflight: { config } }: Pick<MigrationInputs, "preflight">,
  assertions: readonly Assertion[],
  context: StageContext,
): Promise<Count[]> {
  if (assertions.length === 0) return [];
  if (config.source?.url === undefined) {
    const unknown = "slipway.json names no production database to count in (source.url)";
    return assertions.map((asserted) => ({ asserted, unknown }));
  }
  return countOnSource(await services.source(config, context), assertions, config.source.schemas, context);
}
