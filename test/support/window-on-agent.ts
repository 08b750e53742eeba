import { onTestFinished } from "vitest";
import type { Places } from "../../agent/places.ts";
import type { RepositorySummary } from "../../agent/protocol/repository-summary.ts";
import type { Plan } from "../../agent/run/stage.ts";
import { Model } from "../../extension/model.ts";
import { clientOf, hostDaemon, shopPlace } from "./daemon.ts";
import { fakeComposition } from "./fake-composition.ts";

/** A real agent whose ship runs are the given plans, one after the other. */
export async function hostAgent(places: Places, plans: Plan[], repository: RepositorySummary): Promise<void> {
  const ship = () => plans.shift() ?? expectNoMore();
  await hostDaemon(
    places,
    fakeComposition({ ship }, { repositoryState: async () => repository, isNeeded: () => true }),
  );
}

function expectNoMore(): never {
  throw new Error("There is no further plan");
}

/** What a window on /work/shop has: a client and its model. */
export function openWindow(places: Places, { trusted = true, config }: { trusted?: boolean; config?: string } = {}) {
  const client = clientOf(places, { client: "editor" });
  const problems: string[] = [];
  const model = new Model({
    client,
    folder: shopPlace.directory,
    config,
    trusted,
    environment: () => shopPlace.environment,
    onUnreachable: ({ code }) => problems.push(code),
  });
  onTestFinished(() => model.dispose());
  return { client, model, problems };
}
