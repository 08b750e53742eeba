import * as z from "zod/mini";
import type { Services } from "../services.ts";
import { defineStage } from "../stage.ts";
import type { chooseStage } from "./choose.ts";

/** A database beside production's that is as it was before; absent where production's own stays. */
const restoreFacts = z.object({ database: z.optional(z.string()) });

/** The slow part of going back with the database, while production goes on as it is. */
export function restoreStage(services: Services, choose: ReturnType<typeof chooseStage>) {
  return defineStage({
    name: "database",
    needs: { choose },
    output: restoreFacts,
    execute: async ({ choose: { backup, config } }, context) => {
      if (backup === undefined) return {};
      const target = await services.target(config, context);
      return { database: await target.restore(backup, context) };
    },
  });
}
