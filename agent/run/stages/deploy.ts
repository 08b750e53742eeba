import * as z from "zod/mini";
import { sizeBytes } from "../../config/quantities.ts";
import type { Config } from "../../config/schema/config.ts";
import { toolEnvironment } from "../../migrations/tool-environment.ts";
import type { DeployRequest, Target } from "../../target/target.ts";
import type { Services } from "../services.ts";
import { defineStage, type StageContext } from "../stage.ts";
import { addressEnvironment, appEnvironment } from "./app-environment.ts";
import { applyMigrations, listPending } from "./apply-migrations.ts";
import { buildCommit } from "./build.ts";
import type { gateStage } from "./gate.ts";
import { healthTimeoutOf } from "./health-timeout.ts";
import type { mergeStage } from "./merge.ts";
import { refuseOvertaken } from "./refuse-overtaken.ts";
import { releasedConfig } from "./released-config.ts";
import { withTree } from "./with-tree.ts";

/** What is live now. */
export const deployFacts = z.object({
  release: z.int(),
  url: z.string(),
  commit: z.string(),
  migrations: z.array(z.string()),
  backup: z.optional(z.string()),
  pages: z.array(z.string()),
  health: z.string(),
});

export type DeployFacts = z.infer<typeof deployFacts>;

export function deployStage(
  services: Services,
  needs: { gate: ReturnType<typeof gateStage>; merge: ReturnType<typeof mergeStage> },
) {
  return defineStage({
    name: "deploy",
    needs,
    output: deployFacts,
    execute: async ({ gate, merge: { commit } }, context) => {
      const { pullRequest, title } = gate;
      const config = await releasedConfig(services, commit, gate.config);
      const target = await services.target(config, context);
      const lock = await target.lock(context.run);
      try {
        await refuseOvertaken(services, gate, commit, target, context);
        const request = { commit, title, pullRequest: pullRequest?.number, config, migrate: true };
        return await deployCommit(services, target, request, context);
      } finally {
        await lock.release();
      }
    },
  });
}

interface CommitDeploy extends Pick<DeployRequest, "commit" | "title" | "pullRequest" | "backTo" | "restored"> {
  readonly config: Config;
  /** Whether the commit's migrations are applied. */
  readonly migrate: boolean;
}

/** Builds a commit, or finds what was built of it, and makes it live on a target that is locked. */
export async function deployCommit(
  services: Services,
  target: Target,
  { config, migrate, ...request }: CommitDeploy,
  context: StageContext,
): Promise<DeployFacts> {
  // The same tree gives the same image: after a ship run on this machine nothing is built here.
  const { artifact, app, reused } = await buildCommit(services, { commit: request.commit, config }, context);
  context.log(reused ? `This is the image that was previewed: ${artifact.name}\n` : `Built ${artifact.name}\n`);
  const env = await appEnvironment(services, config, context);
  const migrations = migrate ? app.migrations : undefined;
  const database = await target.database();
  const release = await target.deploy(
    {
      ...request,
      artifact,
      port: app.port,
      health: app.health,
      healthTimeoutSeconds: healthTimeoutOf(config),
      command: app.command,
      env,
      envFor: (url) => addressEnvironment(config, url),
      memoryBytes: sizeBytes(config.app.memory),
      migration: migrations && {
        toolEnv: (production) => toolEnvironment(migrations, app.databaseVariables, production),
        pending: () => listPending(migrations, database, context),
        apply: async (run) => {
          const tree = <T>(use: (directory: string) => Promise<T>) => withTree(services, request.commit, context, use);
          await applyMigrations(migrations, { database, run, withTree: tree }, context);
        },
      },
    },
    context,
  );
  context.output("production.url", release.url);
  if (release.backup) context.output("deploy.backup", release.backup);
  return {
    release: release.number,
    url: release.url,
    commit: release.commit,
    migrations: [...release.migrations],
    backup: release.backup,
    pages: config.app.pages,
    health: app.health,
  };
}
