import { globSync } from "node:fs";
import { join } from "node:path";
import { connectToRunning } from "../../../agent/client/connect.ts";
import { runEnvironment } from "../../../agent/client/environment.ts";
import { findPlaces } from "../../../agent/places.ts";
import { requests } from "../../../agent/protocol/messages.ts";

/**
 * Ends the agent of a sandbox, if one runs, with all that it keeps up: a practice company, its previews, its caches.
 * @param env the extension host's own: what was made on one runtime is not looked for on another.
 */
export async function endAgent(env: NodeJS.ProcessEnv): Promise<void> {
  const places = findPlaces(env);
  const line = await connectToRunning(places, { client: "cli", build: "test", prepare: () => {} });
  if (!line) return;
  const { wire } = line;
  const environment = runEnvironment({ ...process.env, ...env });
  for (const directory of globSync(join(places.state, "practice-clones/*/*"))) {
    await wire.request(requests.clean, { directory, environment, all: true });
  }
  await wire.request(requests.practiceStop, { environment });
  const gone = new Promise<void>((resolve) => wire.onClose(resolve));
  await wire.request(requests.agentStop, { force: true });
  await gone;
}
