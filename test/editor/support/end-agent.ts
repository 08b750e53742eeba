import { existsSync, globSync } from "node:fs";
import { join } from "node:path";
import { connectToRunning } from "../../../agent/client/connect.ts";
import { runEnvironment } from "../../../agent/client/environment.ts";
import { findPlaces } from "../../../agent/places.ts";
import { clientRequests, requests } from "../../../agent/protocol/messages.ts";
import type { Wire } from "../../../agent/protocol/wire.ts";

/**
 * Ends the agent of a sandbox, if one runs, with all that it keeps up: a practice company, its previews, its caches, and those of every repository that had a run.
 * @param env the extension host's own: what was made on one runtime is not looked for on another.
 */
export async function endAgent(env: NodeJS.ProcessEnv): Promise<void> {
  const places = findPlaces(env);
  const line = await connectToRunning(places, { client: "cli", build: "test", prepare });
  if (!line) return;
  const { wire } = line;
  const environment = runEnvironment({ ...process.env, ...env });
  const { runs } = await wire.request(requests.runList, {});
  // A database server of plain processes bears no mark of the sandbox: nothing else would find it.
  const shippedFrom = runs.map(({ directory }) => directory).filter((directory) => existsSync(directory));
  for (const directory of new Set([...shippedFrom, ...globSync(join(places.state, "practice-clones/*/*"))])) {
    const { changes } = await wire.request(requests.environmentList, { directory, environment });
    for (const { change } of changes) await wire.request(requests.previewStop, { directory, environment, change });
    await wire.request(requests.clean, { directory, environment, all: true });
  }
  await wire.request(requests.practiceStop, { environment });
  const gone = new Promise<void>((resolve) => wire.onClose(resolve));
  await wire.request(requests.agentStop, { force: true });
  await gone;
}

/** Nobody is there any more who could be asked: GitHub is left out. */
function prepare(wire: Wire): void {
  wire.answer(clientRequests.credentialsGet, async () => ({ value: null }));
}
