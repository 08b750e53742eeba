import * as z from "zod/mini";
import type { Config } from "../../config/schema/config.ts";
import { applyDetected } from "../../detect/apply-detected.ts";
import { detectApp } from "../../detect/detect-app.ts";
import { detectMigrations } from "../../migrations/detect-migrations.ts";
import type { Migrations } from "../../migrations/migrations.ts";

/** What a commit's files and slipway.json together say about the app: nothing is open any more. */
export const appFacts = z.object({
  /** The directory that is built, from the tree's root. */
  context: z.string(),
  /** From the context. */
  dockerfile: z.string(),
  port: z.int(),
  health: z.string(),
  databaseVariables: z.array(z.string()),
  /** A shell command line; absent means the artifact's own command. */
  command: z.optional(z.string()),
  checks: z.array(
    z.object({
      name: z.string(),
      run: z.string(),
      fast: z.boolean(),
      database: z.enum(["clone", "none"]),
      /** The stage of the Dockerfile that it runs in; absent means the app's own image. */
      target: z.optional(z.string()),
    }),
  ),
  migrations: z.optional(z.custom<Migrations>((value) => typeof value === "object" && value !== null)),
});
export type AppFacts = z.infer<typeof appFacts>;

const usualDockerfile = "Dockerfile";

/** @param configPath slipway.json's path inside the repository: the app lies beside it. */
export async function readApp(directory: string, config: Config, configPath: string): Promise<AppFacts> {
  const { context, dockerfile } = config.app.build;
  const found = await detectApp(directory, { config: configPath, context, dockerfile });
  const { app, checks } = applyDetected(config, found);
  return {
    context: app.build.context,
    dockerfile: app.build.dockerfile ?? usualDockerfile,
    port: app.port,
    health: app.health,
    databaseVariables: [...app.database],
    command: app.processes.web?.run,
    checks: checks.map(({ name, run, fast, database, target }) => ({ name, run, fast, database, target })),
    migrations: await detectMigrations(directory, config.migrations, found),
  };
}
