import * as z from "zod/mini";
import { type FailurePlace, failurePlace } from "../../checks/failure-place.ts";
import { type CheckResult, runChecks } from "../../checks/run-checks.ts";
import { sizeBytes } from "../../config/quantities.ts";
import { Problem } from "../../problem.ts";
import { copyDatabase, dropDatabase, migrated } from "../../snapshot/clone-databases.ts";
import { asOwner } from "../../snapshot/owner-login.ts";
import { ownerPassword } from "../../snapshot/owner-password.ts";
import type { Services } from "../services.ts";
import { defineStage } from "../stage.ts";
import { commandEnvironment, databaseEnvironment } from "./app-environment.ts";
import type { AppFacts } from "./app-facts.ts";
import { checkArtifacts } from "./check-artifacts.ts";
import type { MigratedNeeds } from "./migrate.ts";

const checkFacts = z.object({
  results: z.array(z.object({ name: z.string(), passed: z.boolean(), seconds: z.number() })),
});

export interface CheckOptions {
  /** Only those that are repeated after an update from the base. */
  readonly fastOnly?: boolean | undefined;
}

export function checkStage(services: Services, needs: MigratedNeeds, { fastOnly = false }: CheckOptions = {}) {
  const { runtime, repository, places } = services;
  const wanted = ({ checks }: AppFacts) => checks.filter(({ fast }) => fast || !fastOnly);
  return defineStage({
    name: "check",
    needs,
    output: checkFacts,
    // What passed on the same image and the same database passes again.
    key: ({ build, migrate }) => JSON.stringify([build.artifact.id, migrate.mark, wanted(build.app)]),
    shows: ({ results }) => byName(results),
    execute: async ({ preflight, clone, build }, context) => {
      const { host, workload } = await runtime.databases.reach(clone.server);
      const password = ownerPassword(places.state, clone.server);
      const env = await commandEnvironment(services, preflight.config, build.app, context);
      const checks = wanted(build.app);
      const targets = new Set(checks.flatMap(({ target }) => target ?? []));
      const artifacts = await checkArtifacts(services, preflight, targets, context);
      const results = await runChecks(
        checks,
        {
          database: async (name) => {
            const database = `check_${name.replaceAll("-", "_")}`;
            await copyDatabase(host, migrated, database);
            return {
              env: databaseEnvironment(build.app, preflight.config, asOwner(workload, database, password)),
              drop: () => dropDatabase(host, database),
            };
          },
          run: ({ name, run, target }, extra) =>
            runtime.workloads.run(
              {
                owner: { repo: repository.slug, change: preflight.change },
                name: `check-${name}`,
                artifact: (target === undefined ? undefined : artifacts.get(target)) ?? build.artifact,
                command: run,
                env: { ...env, ...extra },
                limits: { memoryBytes: sizeBytes(preflight.config.app.memory) },
              },
              context,
            ),
        },
        context,
      );
      const failed = results.filter((result) => !result.passed);
      if (failed.length > 0) {
        const files = new Set(await repository.files(preflight.commit));
        const placed = results.map((one) => ({ ...one, at: one.passed ? undefined : failurePlace(one.tail, files) }));
        for (const [name, value] of Object.entries(byName(placed))) context.output(name, value);
        throw checksFailed(failed);
      }
      return { results: results.map(({ name, passed, seconds }) => ({ name, passed, seconds })) };
    },
  });
}

/** How each check went, as it is shown among the run's outputs. */
function byName(results: readonly { name: string; passed: boolean; seconds: number; at?: FailurePlace | undefined }[]) {
  return Object.fromEntries(
    results.map(({ name, passed, seconds, at }) => [`check.${name}`, { passed, seconds, ...(at && { at }) }]),
  );
}

function checksFailed(failed: readonly CheckResult[]): Problem {
  const why = failed.map(({ name, tail }) => `${name}:\n${tail.trim().split("\n").slice(-12).join("\n")}`).join("\n\n");
  return new Problem({
    what: failed.length === 1 ? "A check failed" : `${failed.length} checks failed`,
    where: failed.map(({ name }) => name).join(", "),
    why,
    next: "The whole output is in the stage's log: `slipway logs check`.",
    code: "check-failed",
  });
}
