import { z } from "zod";
import { appSchema, servicesSchema } from "./app.ts";
import { maskSchema } from "./mask.ts";
import {
  budgetSchema,
  checksSchema,
  cloneSchema,
  forgeSchema,
  migrationsSchema,
  previewSchema,
  snapshotSchema,
} from "./run.ts";
import { sourceSchema } from "./source.ts";
import { subsetSchema } from "./subset.ts";
import { targetSchema } from "./target.ts";

/** The whole of slipway.json. */
export const configSchema = z.strictObject({
  $schema: z.string().optional().describe("Where the description of this file is, for editors."),
  app: appSchema.describe("The app: how it is built, started and looked at."),
  services: servicesSchema.describe("What the app needs besides its database, by host name."),
  source: sourceSchema.optional().describe("Production's database, only ever read."),
  subset: subsetSchema.describe("Which rows of production a clone holds."),
  mask: maskSchema.describe("What becomes of personal columns on the way."),
  snapshot: snapshotSchema.describe("How subsets are kept."),
  clone: cloneSchema.describe("How long clones are kept."),
  migrations: migrationsSchema.describe("How the schema changes. Detected when absent."),
  checks: checksSchema.describe("What must pass before a merge. Detected when absent."),
  preview: previewSchema.describe("The running app of a change."),
  forge: forgeSchema.describe("Where tickets and pull requests are."),
  target: targetSchema.optional().describe("Where production runs."),
  budget: budgetSchema,
});

/** slipway.json with every default filled in. Durations and sizes stay as written: see quantities.ts. */
export type Config = z.output<typeof configSchema>;
export type Check = NonNullable<Config["checks"]>[number];
