import * as z from "zod/mini";
import { sizeBytes } from "../../config/quantities.ts";
import { lookAtPages } from "../../preview/look-at-pages.ts";
import { PREVIEW_ROUTE, previewHostname, previewUrl } from "../../preview/preview-address.ts";
import { stopOtherClones } from "../../reconcile/stop-other-clones.ts";
import { copyDatabase, databasesNamed, dropDatabase, migrated } from "../../snapshot/clone-databases.ts";
import { asOwner } from "../../snapshot/owner-login.ts";
import { ownerPassword } from "../../snapshot/owner-password.ts";
import type { Services } from "../services.ts";
import { defineStage, type InputsOf } from "../stage.ts";
import { addressEnvironment, appEnvironment, databaseEnvironment } from "./app-environment.ts";
import { healthTimeoutOf } from "./health-timeout.ts";
import type { MigratedNeeds } from "./migrate.ts";

const previewFacts = z.object({
  /** `http://<change>.<repo>.localhost:<port>` */
  url: z.string(),
  /** The same by number, for programs that do not resolve names below localhost. */
  localUrl: z.string(),
  version: z.string(),
});

export function previewStage(services: Services, needs: MigratedNeeds) {
  const { runtime, repository, places } = services;
  const versionFor = ({ migrate }: Pick<InputsOf<typeof needs>, "migrate">) => migrate.mark;
  return defineStage({
    name: "preview",
    needs,
    output: previewFacts,
    key: ({ preflight, migrate }) => JSON.stringify([preflight.change, preflight.config.app, versionFor({ migrate })]),
    holds: async ({ version, localUrl }, { preflight }) => {
      const served = await runtime.workloads.serving(
        { repo: repository.slug, change: preflight.change },
        PREVIEW_ROUTE,
      );
      return served?.version === version && served.url === localUrl;
    },
    shows: ({ url, localUrl }) => ({ "preview.url": url, "preview.localUrl": localUrl }),
    execute: async (inputs, context) => {
      const { preflight, clone, build, migrate } = inputs;
      const { config, change } = preflight;
      const { host, workload } = await runtime.databases.reach(clone.server);
      const database = `preview_${migrate.mark.slice(0, 12)}`;
      const password = ownerPassword(places.state, clone.server);
      await copyDatabase(host, migrated, database);
      const owner = { repo: repository.slug, change };
      const address = (url: string) => previewUrl(owner, url);
      context.progress("starting the app");
      const serving = runtime.workloads.serve(
        {
          owner,
          name: "preview",
          artifact: build.artifact,
          command: build.app.command,
          env: {
            ...(await appEnvironment(services, config, context)),
            ...databaseEnvironment(build.app, config, asOwner(workload, database, password)),
            SLIPWAY_PREVIEW: "1",
          },
          envFor: (url) => addressEnvironment(config, address(url)),
          route: PREVIEW_ROUTE,
          version: versionFor(inputs),
          port: build.app.port,
          health: build.app.health,
          healthTimeoutSeconds: healthTimeoutOf(config),
          preferredPort: config.preview.port,
          hostnames: [previewHostname(owner)],
          limits: { memoryBytes: sizeBytes(config.app.memory), cpus: 1, pids: 256 },
        },
        context,
      );
      const served = await serving.catch(async (error: unknown) => {
        await dropDatabase(host, database).catch(() => {});
        throw error;
      });
      const older = (await databasesNamed(host, "preview_")).filter((name) => name !== database);
      for (const name of older) await dropDatabase(host, name);
      await stopOtherClones(runtime, owner, clone.server);
      await lookAtPages(served.url, config.app.pages, context);
      return { url: address(served.url), localUrl: served.url, version: served.version };
    },
  });
}
