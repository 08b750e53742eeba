import { createHash } from "node:crypto";
import * as z from "zod/mini";
import { withReader } from "../../database/with-reader.ts";
import { assertion } from "../../migrations/proof/assertion.ts";
import type { Catalogue } from "../../migrations/proof/catalogue.ts";
import { findAssertions } from "../../migrations/proof/find-assertions.ts";
import { readCatalogue } from "../../migrations/proof/read-catalogue.ts";
import { copyDatabase, freezeDatabase, markOf, migrated, pristine } from "../../snapshot/clone-databases.ts";
import type { Services } from "../services.ts";
import { defineStage, type InputsOf, type StageContext } from "../stage.ts";
import { applyMigrations, type MigrationGround } from "./apply-migrations.ts";
import type { buildStage } from "./build.ts";
import type { cloneStage } from "./clone.ts";
import { migrationGround } from "./migration-ground.ts";
import type { ChangeStage } from "./preflight.ts";

/** The database `migrated`: production's rows under the change's schema, frozen as a template for checks and preview. */
const migrateFacts = z.object({
  applied: z.array(z.string()),
  /** What the migrations assert of rows that were there before them; production may hold others than the clone. */
  assertions: z.array(assertion),
  /** What they assert besides, in words. */
  unproved: z.array(z.string()),
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
  const { runtime } = services;
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
    execute: async (inputs, context) => {
      const { clone, build } = inputs;
      const { host } = await runtime.databases.reach(clone.server);
      // Always from production's own state: an edited migration is never tested on what its older self left.
      await copyDatabase(host, pristine, migrated);
      const ground = await migrationGround(services, inputs, { name: "migrate", database: migrated }, context);
      const { migrations } = build.app;
      if (!migrations) context.log("No migrations were found.\n");
      const before = await catalogueOf(ground, context);
      const applied = migrations ? await applyMigrations(migrations, ground, context) : [];
      const { assertions, unproved } = findAssertions(before, await catalogueOf(ground, context));
      const mark = markFor({ clone, build });
      await freezeDatabase(host, migrated, mark);
      return { applied, assertions: [...assertions], unproved: [...unproved], mark };
    },
  });
}

function catalogueOf({ database }: MigrationGround, { signal }: StageContext): Promise<Catalogue> {
  return withReader(database, signal, readCatalogue);
}
