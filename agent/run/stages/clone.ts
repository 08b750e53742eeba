import * as z from "zod/mini";
import { obtainSnapshot } from "../../snapshot/obtain-snapshot.ts";
import { allowOwnerLogin } from "../../snapshot/owner-login.ts";
import { ownerPassword } from "../../snapshot/owner-password.ts";
import type { Services } from "../services.ts";
import { defineStage } from "../stage.ts";
import type { preflightStage } from "./preflight.ts";
import { serverRef, snapshotRef } from "./references.ts";

/** A running Postgres with the database `pristine`: production's rows, subsetted and masked. */
const cloneFacts = z.object({
  snapshot: snapshotRef,
  /** True where the snapshot was there already. */
  reused: z.boolean(),
  server: serverRef,
});

export function cloneStage(services: Services, preflight: ReturnType<typeof preflightStage>) {
  const { runtime, repository, places } = services;
  return defineStage({
    name: "clone",
    needs: { preflight },
    output: cloneFacts,
    execute: async ({ preflight: { config, change } }, context) => {
      const source = await services.source(config, context);
      const owner = { repo: repository.slug };
      const snapshot = await obtainSnapshot({ runtime, owner, source, config, stateFolder: places.state }, context);
      context.progress("starting the clone");
      const { reused, ...ref } = snapshot;
      const server = await runtime.databases.start(ref, { ...owner, change }, context);
      const { host } = await runtime.databases.reach(server);
      await allowOwnerLogin(host, ownerPassword(places.state, server));
      return { snapshot: ref, reused, server };
    },
  });
}
