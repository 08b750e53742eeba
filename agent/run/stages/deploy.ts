import * as z from "zod/mini";
import { sizeBytes } from "../../config/quantities.ts";
import type { Config } from "../../config/schema/config.ts";
import type { DeployRequest, Target } from "../../target/target.ts";
import type { Services } from "../services.ts";
import { defineStage, type StageContext } from "../stage.ts";
import { addressEnvironment, appEnvironment } from "./app-environment.ts";
import type { AppFacts } from "./app-facts.ts";
import type { MigrationGround } from "./apply-migrations.ts";
import { buildCommit } from "./build.ts";
import type { gateStage } from "./gate.ts";
import { healthTimeoutOf } from "./health-timeout.ts";
import type { mergeStage } from "./merge.ts";
import { productionMigration } from "./production-migration.ts";
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
        return await goLive(target, await prepareDeploy(services, target, request, context), context);
      } finally {
        await lock.release();
      }
    },
  });
}

/** A commit that is ready to go live: built, with all that it is given. */
export interface PreparedDeploy {
  readonly config: Config;
  readonly app: AppFacts;
  readonly request: DeployRequest;
}

interface CommitDeploy extends Pick<DeployRequest, "commit" | "title" | "pullRequest" | "backTo"> {
  readonly config: Config;
  /** Whether the commit's migrations are applied. */
  readonly migrate: boolean;
}

/** Builds a commit, or finds what was built of it, and asks for its secrets. Nothing of production is touched. */
export async function prepareDeploy(
  services: Services,
  target: Target,
  { config, migrate, ...what }: CommitDeploy,
  context: StageContext,
): Promise<PreparedDeploy> {
  // The same tree gives the same image: after a ship run on this machine nothing is built here.
  const { artifact, app, reused } = await buildCommit(services, { commit: what.commit, config }, context);
  context.log(reused ? `This is the image that was previewed: ${artifact.name}\n` : `Built ${artifact.name}\n`);
  const env = await appEnvironment(services, config, context);
  const tree: MigrationGround["withTree"] = (use) => withTree(services, what.commit, context, use);
  const at = { database: await target.database(), app, commit: what.commit, withTree: tree };
  const request: DeployRequest = {
    ...what,
    artifact,
    port: app.port,
    health: app.health,
    healthTimeoutSeconds: healthTimeoutOf(config),
    command: app.command,
    env,
    envFor: (url) => addressEnvironment(config, url),
    memoryBytes: sizeBytes(config.app.memory),
    migration: migrate && app.migrations ? productionMigration(app.migrations, at, context) : undefined,
  };
  return { config, app, request };
}

/** Makes what was prepared live on a target that is locked. */
export async function goLive(
  target: Target,
  { config, app, request }: PreparedDeploy,
  context: StageContext,
): Promise<DeployFacts> {
  const release = await target.deploy(request, context);
  context.output("production.url", release.url);
  const backup = release.backup?.place;
  if (backup) context.output("deploy.backup", backup);
  return {
    release: release.number,
    url: release.url,
    commit: release.commit,
    migrations: [...release.migrations],
    backup,
    pages: config.app.pages,
    health: app.health,
  };
}
