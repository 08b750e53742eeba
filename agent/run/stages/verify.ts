import * as z from "zod/mini";
import { lookAtPages } from "../../preview/look-at-pages.ts";
import type { Services } from "../services.ts";
import { defineStage } from "../stage.ts";
import type { deployStage } from "./deploy.ts";

const verifyFacts = z.object({ url: z.string() });

/** Looks at production itself, after the traffic has moved. */
export function verifyStage(_services: Services, deploy: ReturnType<typeof deployStage>) {
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
