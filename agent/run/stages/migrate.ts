import { createHash } from "node:crypto";
import * as z from "zod/mini";
import { sizeBytes } from "../../config/quantities.ts";
import { copyDatabase, freezeDatabase, markOf, migrated, pristine } from "../../snapshot/clone-databases.ts";
import { asOwner } from "../../snapshot/owner-login.ts";
import { ownerPassword } from "../../snapshot/owner-password.ts";
import type { Services } from "../services.ts";
import { defineStage, type InputsOf } from "../stage.ts";
import { commandEnvironment, databaseEnvironment } from "./app-environment.ts";
import { applyMigrations } from "./apply-migrations.ts";
import type { buildStage } from "./build.ts";
import type { cloneStage } from "./clone.ts";
import type { ChangeStage } from "./preflight.ts";
import { withTree } from "./with-tree.ts";

/** The database `migrated`: production's rows under the change's schema, frozen as a template for checks and preview. */
const migrateFacts = z.object({
  applied: z.array(z.string()),
  /** Names the clone and the image that it was made of. */
  mark: z.string(),
});

export function migrateStage(
  services: Services,
  needs: {
    preflight: ChangeStage;
    clone: ReturnType<typeof cloneStage>;
    build: ReturnType<typeof buildStage>;
  },
) {
  const { runtime, repository, places } = services;
  const markFor = ({ clone, build }: Pick<InputsOf<typeof needs>, "clone" | "build">) =>
    createHash("sha256")
      .update(`${clone.server.id} ${clone.snapshot.id} ${build.artifact.id}`)
      .digest("hex")
      .slice(0, 32);
  return defineStage({
    name: "migrate",
    needs,
    output: migrateFacts,
    key: markFor,
    holds: async ({ mark }, { clone }) => {
      const { host } = await runtime.databases.reach(clone.server);
      return (await markOf(host, migrated)) === mark;
    },
    shows: ({ applied }) => ({ "migrate.applied": applied }),
    execute: async ({ preflight, clone, build }, context) => {
      const { host, workload } = await runtime.databases.reach(clone.server);
      const password = ownerPassword(places.state, clone.server);
      // Always from production's own state: an edited migration is never tested on what its older self left.
      await copyDatabase(host, pristine, migrated);
      const workloadSpec = {
        owner: { repo: repository.slug, change: preflight.change },
        name: "migrate",
        artifact: build.artifact,
        env: {
          ...(await commandEnvironment(services, preflight.config, build.app, context)),
          ...databaseEnvironment(build.app, preflight.config, asOwner(workload, migrated, password)),
        },
        limits: { memoryBytes: sizeBytes(preflight.config.app.memory) },
      };
      const ground = {
        database: asOwner(host, migrated, password),
        run: (command: string) => runtime.workloads.run({ ...workloadSpec, command }, context),
        withTree: <T>(use: (directory: string) => Promise<T>) => withTree(services, preflight.commit, context, use),
      };
      const { migrations } = build.app;
      const applied = migrations ? await applyMigrations(migrations, ground, context) : [];
      if (!migrations) context.log("No migrations were found.\n");
      const mark = markFor({ clone, build });
      await freezeDatabase(host, migrated, mark);
      return { applied, mark };
    },
  });
}
