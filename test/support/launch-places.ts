import { onTestFinished, vi } from "vitest";
import { connectToRunning } from "../../agent/client/connect.ts";
import { findPlaces, type Places } from "../../agent/places.ts";
import { requests } from "../../agent/protocol/messages.ts";
import { homeIsQuiet } from "./home-processes.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** Places that a launched agent finds too; whatever agent runs there at the end is stopped. */
export function launchPlaces(): Places {
  const folder = temporaryFolder();
  vi.stubEnv("SLIPWAY_HOME", folder);
  const places = findPlaces();
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    const line = await connectToRunning(places, { client: "cli", build: "test", prepare: () => {} });
    await line?.wire.request(requests.agentStop, { force: true });
    line?.wire.close();
    // One that found another agent there may only now be on its way out, and still makes folders.
    await homeIsQuiet(folder);
  });
  return places;
}
