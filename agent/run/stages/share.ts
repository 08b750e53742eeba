import * as z from "zod/mini";
import type { Services } from "../services.ts";
import { defineStage } from "../stage.ts";
import type { ChangeStage } from "./preflight.ts";
import type { previewStage } from "./preview.ts";

const shareFacts = z.object({
  /** The preview's public address. */
  url: z.string(),
});

/** Makes the preview reachable for others, where `preview.share` says by what. */
export function shareStage(
  { repository, shares, environment }: Services,
  needs: { preflight: ChangeStage; preview: ReturnType<typeof previewStage> },
) {
  return defineStage({
    name: "share",
    needs,
    output: shareFacts,
    unneeded: ({ preflight }) =>
      preflight.config.preview.share === undefined ? "slipway.json has no `preview.share`" : undefined,
    shows: ({ url }) => ({ "preview.sharedUrl": url }),
    execute: async ({ preflight, preview }, context) => {
      const { config, change } = preflight;
      const command = config.preview.share;
      if (command === undefined) throw new Error("Without a command there is nothing to do");
      const owner = { repo: repository.slug, change };
      const { url } = await shares.open({ owner, preview, command, environment }, context);
      return { url };
    },
  });
}
