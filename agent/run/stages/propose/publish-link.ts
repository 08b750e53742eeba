import type { Forge, PullRequest } from "../../../forge/forge.ts";
import { type PreviewLink, relinked, stickyMarker } from "../../../forge/proposal.ts";
import type { Announce } from "../../../preview/share/announcer.ts";
import { previewEnvironment } from "./announce-preview.ts";
import { previewStatus } from "./set-statuses.ts";

/**
 * A way to write a preview's address into its pull request whenever it becomes another: into the comment, the status and
 * the deployment.
 * @param localUrl the address on the author's machine, which stands there while it is not shared.
 */
export async function publishLink(forge: Forge, pullRequest: PullRequest, localUrl: string): Promise<Announce> {
  const person = (await forge.account()) ?? pullRequest.author;
  return async (sharedUrl) => {
    const { number } = pullRequest;
    const link = previewLink(localUrl, sharedUrl, person);
    for (const { id, body } of await forge.commentsMarked(number, stickyMarker(number))) {
      const wanted = relinked(body, link);
      if (wanted !== body) await forge.updateComment(id, wanted);
    }
    const [deployment] = await forge.deployments({ environment: previewEnvironment(number) });
    if (!deployment) return;
    await forge.setDeploymentState(deployment.id, "success", { environmentUrl: link.url });
    await forge.setStatus(deployment.sha, { ...previewStatus(link.url), state: "success" });
  };
}

/** @param sharedUrl the public address, where there is one. @param person the login of whoever's machine serves it. */
export function previewLink(localUrl: string, sharedUrl: string | undefined, person: string): PreviewLink {
  return sharedUrl === undefined ? { url: localUrl } : { url: sharedUrl, sharedFrom: person };
}
