import { noRegistry } from "../../snapshot/pulled-snapshot.ts";
import { keepSpare } from "../keep-spare.ts";
import type { Services } from "../services.ts";
import { defineStage } from "../stage.ts";
import { shownFacts, snapshotFacts } from "./snapshot.ts";

export function pullStage(services: Services, image: string) {
  const { runtime, repository, local } = services;
  return defineStage({
    name: "pull",
    needs: {},
    output: snapshotFacts,
    shows: (facts) => ({ snapshot: facts }),
    execute: async (_inputs, context) => {
      const { registry } = runtime.databases;
      if (!registry) throw noRegistry(image);
      const owner = { repo: repository.slug };
      const before = await registry.pulled(owner, image);
      const snapshot = await registry.pull(owner, image, context);
      keepSpare(services, snapshot, local);
      return shownFacts(snapshot, snapshot.id === before?.id);
    },
  });
}
