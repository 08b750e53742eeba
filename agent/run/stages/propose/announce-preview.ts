import type { Forge, PullRequest } from "../../../forge/forge.ts";
import type { StageContext } from "../../stage.ts";
import type { Proposal } from "./set-statuses.ts";

/** What the previews of a pull request are called among the deployments. */
export function previewEnvironment(pullRequest: number): string {
  return `preview/pr-${pullRequest}`;
}

/** Has the pull request show the preview as a deployment of the commit. */
export async function announcePreview(
  forge: Forge,
  { number }: PullRequest,
  { change, preview }: Proposal,
  context: StageContext,
): Promise<void> {
  const environment = previewEnvironment(number);
  const deployment = await context.act(
    `deployment ${environment} ${change.commit}`,
    async () => (await forge.deployments({ environment, sha: change.commit }))[0],
    () =>
      forge.createDeployment({
        sha: change.commit,
        environment,
        transient: true,
        production: false,
        description: "Preview on a subsetted clone of production",
      }),
  );
  await forge.setDeploymentState(deployment.id, "success", { environmentUrl: preview.url });
}
