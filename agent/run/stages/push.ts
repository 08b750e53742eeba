import * as z from "zod/mini";
import { pushStored } from "../../snapshot/stored-snapshots.ts";
import type { Services } from "../services.ts";
import { defineStage } from "../stage.ts";

/** Which snapshot goes where. */
export interface PushWish {
  /** Its name in the registry. */
  readonly image: string;
  /** The newest where it is left out. */
  readonly snapshot?: string | undefined;
}

const pushFacts = z.object({ image: z.string(), digest: z.string() });

export function pushStage({ runtime, repository }: Services, { image, snapshot }: PushWish) {
  return defineStage({
    name: "push",
    needs: {},
    output: pushFacts,
    shows: (facts) => ({ pushed: facts }),
    execute: async (_inputs, context) => ({
      image,
      digest: await pushStored(runtime, repository.slug, { named: snapshot, image }, context),
    }),
  });
}
