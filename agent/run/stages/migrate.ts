import { createHash } from "node:crypto";
import * as z from "zod/mini";
import { withReader } from "../../database/with-reader.ts";
import type { Migrations } from "../../migrations/migrations.ts";
import { assertion } from "../../migrations/proof/assertion.ts";
import { findAssertions } from "../../migrations/proof/find-assertions.ts";
import { readCatalogue } from "../../migrations/proof/read-catalogue.ts";
import { copyDatabase, freezeDatabase, markOf, migrated, pristine } from "../../snapshot/clone-databases.ts";
import type { Services } from "../services.ts";
import { defineStage, type InputsOf, type StageContext } from "../stage.ts";
import { applyMigrations } from "./apply-migrations.ts";
import { type MigrationInputs, type MigrationNeeds, migrationGround } from "./migration-ground.ts";

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

export function migrateStage(services: Services, needs: MigrationNeeds) {
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
      const { migrations } = build.app;
      const { host } = await runtime.databases.reach(clone.server);
      // Always from production's own state: an edited migration is never tested on what its older self left.
      await copyDatabase(host, pristine, migrated);
      if (!migrations) context.log("No migrations were found.\n");
      const done = migrations ? await apply(services, inputs, migrations, context) : nothingApplied;
      const mark = markFor({ clone, build });
      await freezeDatabase(host, migrated, mark);
      return { ...done, mark };
    },
  });
}

const nothingApplied = { applied: [], assertions: [], unproved: [] };

/** Brings the database forward, and finds by its catalogue what that asserts of the rows that were there. */
async function apply(services: Services, inputs: MigrationInputs, migrations: Migrations, context: StageContext) {
  const ground = await migrationGround(services, inputs, { name: "migrate", database: migrated }, context);
  const catalogue = () => withReader(ground.database, context.signal, readCatalogue);
  const before = await catalogue();
  const applied = await applyMigrations(migrations, ground, context);
  const { assertions, unproved } = findAssertions(before, await catalogue());
  return { applied, assertions: [...assertions], unproved: [...unproved] };
}

/** The stages that give a migrated clone and what runs on it. */
export type MigratedNeeds = MigrationNeeds & { migrate: ReturnType<typeof migrateStage> };
