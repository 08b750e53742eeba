import * as z from "zod/mini";
import type { Services } from "../services.ts";
import { defineStage } from "../stage.ts";
import type { chooseStage } from "./choose.ts";
import { markDeployed } from "./mark-deployed.ts";
import type { switchStage } from "./switch.ts";
import type { verifyStage } from "./verify.ts";

/** Tells GitHub which commit production serves again. */
export function announceRollbackStage(
  services: Services,
  needs: {
    choose: ReturnType<typeof chooseStage>;
    switched: ReturnType<typeof switchStage>;
    verify: ReturnType<typeof verifyStage>;
  },
) {
  return defineStage({
    name: "announce",
    needs,
    output: z.object({}),
    execute: async ({ choose, switched, verify }, context) => {
      const forge = await services.forge(choose.config, context);
      await markDeployed(forge, { sha: switched.commit, url: verify.url, again: `${switched.release}` }, context);
      return {};
    },
  });
}
