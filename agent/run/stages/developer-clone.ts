import * as z from "zod/mini";
import { copyDatabase, databasesNamed, developer, pristine } from "../../snapshot/clone-databases.ts";
import { provideClone } from "../provide-clone.ts";
import type { Services } from "../services.ts";
import { defineStage } from "../stage.ts";

const developerCloneFacts = z.object({
  change: z.string(),
  /** The server's name. */
  container: z.string(),
});

/** The clone of a change for its developer: besides `pristine` it has a database to work on, which a reset makes anew. */
export function developerCloneStage(services: Services, change: string) {
  return defineStage({
    name: "clone",
    needs: {},
    output: developerCloneFacts,
    shows: ({ container }) => ({ "clone.container": container }),
    execute: async (_inputs, context) => {
      const { server } = await provideClone(services, { config: services.local, change }, context);
      const { host } = await services.runtime.databases.reach(server);
      const there = await databasesNamed(host, developer);
      if (!there.includes(developer)) await copyDatabase(host, pristine, developer);
      return { change, container: server.name };
    },
  });
}
