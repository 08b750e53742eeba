import * as z from "zod/mini";
import { PREVIEW_ROUTE, previewUrl } from "../../preview/preview-address.ts";
import { Problem } from "../../problem.ts";
import { changeSlug } from "../../repository/slug.ts";
import type { Services } from "../services.ts";
import { defineStage, type StageContext } from "../stage.ts";
import { publishLink } from "./propose/publish-link.ts";

const shareFacts = z.object({
  change: z.string(),
  /** The preview's public address. */
  url: z.string(),
});

/** Shares a preview that runs already, and says so in its pull request where there is one. */
export function shareByHandStage(services: Services, change: string) {
  const { repository, runtime, shares, environment } = services;
  const owner = { repo: repository.slug, change };
  return defineStage({
    name: "share",
    needs: {},
    output: shareFacts,
    shows: ({ url }) => ({ "preview.sharedUrl": url }),
    execute: async (_inputs, context) => {
      const command = services.local.preview.share;
      if (command === undefined) throw notConfigured(services.configPath);
      const served = await runtime.workloads.serving(owner, PREVIEW_ROUTE);
      if (!served) throw noPreview(change);
      const preview = { url: previewUrl(owner, served.url), localUrl: served.url };
      const { url } = await shares.open({ owner, preview, command, environment }, context);
      await tell(services, change, preview.url, context);
      return { change, url };
    },
  });
}

/** GitHub may be away, or not know the change: others get through all the same. */
async function tell(services: Services, change: string, localUrl: string, context: StageContext): Promise<void> {
  const { repository, shares, local } = services;
  context.progress("looking for the pull request");
  try {
    const branch = (await repository.branches()).find((name) => changeSlug(name) === change);
    const forge = await services.forge(local, context);
    const pullRequest = branch === undefined ? undefined : await forge.openPullRequestOf(branch);
    if (!pullRequest) return;
    const announce = await publishLink(forge, pullRequest, localUrl);
    await shares.announceBy({ repo: repository.slug, change }, announce);
  } catch (error) {
    context.signal.throwIfAborted();
    context.log(`The link could not be written into the pull request: ${String(error)}\n`);
  }
}

function notConfigured(where: string): Problem {
  return new Problem({
    what: "Nothing is said about how previews are shared",
    where,
    why: "the base branch's file has no `preview.share`",
    next: 'Set it there to a command that makes 127.0.0.1:$PORT reachable and prints the address, such as "cloudflared tunnel --url http://127.0.0.1:$PORT".',
    code: "share-not-configured",
    usage: true,
  });
}

function noPreview(change: string): Problem {
  return new Problem({
    what: "There is no such preview",
    where: change,
    next: "`slipway ship` makes one.",
    code: "no-preview",
    usage: true,
  });
}
