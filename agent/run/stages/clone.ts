import * as z from "zod/mini";
import { provideClone } from "../provide-clone.ts";
import { provideServices } from "../provide-services.ts";
import type { Services } from "../services.ts";
import { defineStage } from "../stage.ts";
import type { ChangeStage } from "./preflight.ts";
import { serverRef, snapshotRef } from "./references.ts";

/** A running Postgres with the database `pristine`: production's rows, subsetted and masked. */
const cloneFacts = z.object({
  snapshot: snapshotRef,
  /** True where the snapshot was there already. */
  reused: z.boolean(),
  server: serverRef,
});

export function cloneStage(services: Services, preflight: ChangeStage) {
  return defineStage({
    name: "clone",
    needs: { preflight },
    output: cloneFacts,
    execute: async ({ preflight: { config, change } }, context) => {
      await provideServices(services, { config, change }, context);
      return provideClone(services, { config, change }, context);
    },
  });
}
