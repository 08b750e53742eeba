import { createHash } from "node:crypto";
import { join } from "node:path";
import * as z from "zod/mini";
import type { Services } from "../services.ts";
import { defineStage, type StageContext } from "../stage.ts";
import { appFacts, readApp } from "./app-facts.ts";
import type { ChangeFacts, ChangeStage } from "./preflight.ts";
import { artifactRef } from "./references.ts";
import { withTree } from "./with-tree.ts";

const buildFacts = z.object({ artifact: artifactRef, reused: z.boolean(), app: appFacts });

export function buildStage(services: Services, preflight: ChangeStage) {
  return defineStage({
    name: "build",
    needs: { preflight },
    output: buildFacts,
    execute: ({ preflight: facts }, context) => buildCommit(services, facts, context),
  });
}

/** Builds a commit's tree, or finds what was built of the same tree. */
export function buildCommit(
  services: Services,
  facts: Pick<ChangeFacts, "commit" | "config">,
  context: StageContext,
): Promise<z.infer<typeof buildFacts>> {
  context.progress("exporting the commit");
  return withTree(services, facts.commit, context, (directory) => {
    const { target } = facts.config.app.build;
    context.progress("building");
    return buildTree(services, facts, { directory, target }, context);
  });
}

/**
 * Builds an exported tree up to a stage of its Dockerfile. The key holds nothing of the commit itself, so that the
 * image that was previewed is the image that is deployed after the merge.
 */
export async function buildTree(
  { repository, runtime, buildDefaults, configPath }: Services,
  { commit, config }: Pick<ChangeFacts, "commit" | "config">,
  { directory, target }: { readonly directory: string; readonly target: string | undefined },
  context: StageContext,
): Promise<z.infer<typeof buildFacts>> {
  const app = await readApp(directory, config, configPath);
  const { platform } = config.app.build;
  const args = { ...(await buildDefaults()), ...config.app.build.args };
  const tree = await repository.treeOf(commit, app.context === "." ? undefined : app.context);
  const inputs = [runtime.kind, tree, app.dockerfile, target, platform, args];
  const { reused, ...artifact } = await runtime.artifacts.build(
    {
      owner: { repo: repository.slug },
      key: createHash("sha256").update(JSON.stringify(inputs)).digest("hex").slice(0, 24),
      context: join(directory, app.context),
      dockerfile: app.dockerfile,
      target,
      args,
      platform,
    },
    context,
  );
  return { artifact, reused, app };
}
