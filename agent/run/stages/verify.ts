import * as z from "zod/mini";
import { lookAtPages } from "../../preview/look-at-pages.ts";
import type { Services } from "../services.ts";
import { defineStage, type Stage, type StageNeeds } from "../stage.ts";
import type { DeployFacts } from "./deploy.ts";

const verifyFacts = z.object({ url: z.string() });

/** Looks at production itself, after the traffic has moved. */
export function verifyStage<Needs extends StageNeeds>(_services: Services, deploy: Stage<DeployFacts, Needs>) {
  return defineStage({
    name: "verify",
    needs: { deploy },
    output: verifyFacts,
    execute: async ({ deploy: { url, health, pages } }, context) => {
      await lookAtPages(url, [health, ...pages], context);
      return { url };
    },
  });
}
