import type { Forge } from "../../forge/forge.ts";
import type { StageContext } from "../stage.ts";

/**
 * Says on GitHub what production serves.
 * @param again says it of a commit that was said to be live before: a deployment of its own, so that it is the newest.
 */
export async function markDeployed(
  forge: Forge,
  { sha, url, again }: { sha: string; url: string; again?: string | undefined },
  context: StageContext,
): Promise<void> {
  const environment = "production";
  const deployment = await context.act(
    `deployment ${environment} ${again ?? sha}`,
    async () => (again === undefined ? (await forge.deployments({ environment, sha }))[0] : undefined),
    () =>
      forge.createDeployment({
        sha,
        environment,
        transient: false,
        production: true,
        description: again === undefined ? "Released by Slipway" : "Rolled back to by Slipway",
      }),
  );
  await forge.setDeploymentState(deployment.id, "success", { environmentUrl: url });
}
