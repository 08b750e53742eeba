import { join } from "node:path";
import { onTestFinished } from "vitest";
import { AgentClient, type AgentClientOptions } from "../../agent/client/agent-client.ts";
import type { Composition } from "../../agent/daemon/composition.ts";
import { startDaemon } from "../../agent/daemon/daemon.ts";
import { PracticeProcess } from "../../agent/daemon/practice-process.ts";
import { findPlaces, type Places } from "../../agent/places.ts";
import { temporaryFolder } from "./temporary-folder.ts";

export const testBuild = "source";

/** Folders and a socket of the test's own. */
export function temporaryPlaces(): Places {
  return findPlaces({ SLIPWAY_HOME: temporaryFolder() });
}

/** A real daemon in the test's process, on a real socket; it stops when the test ends. */
export async function hostDaemon(places: Places, composition: Composition, options: { grace?: number } = {}) {
  const practice = new PracticeProcess(places, join(places.state, "no-practice.js"));
  const daemon = await startDaemon({ places, build: testBuild, practice, composition, ...options });
  onTestFinished(() => daemon.stop());
  return daemon;
}

/** A client of the daemon that runs there; it closes when the test ends. */
export function clientOf(places: Places, options: Partial<AgentClientOptions> = {}): AgentClient {
  const client = new AgentClient({
    places,
    agentFile: join(places.state, "no-agent.js"),
    client: "cli",
    build: testBuild,
    credential: async () => null,
    ...options,
  });
  onTestFinished(() => client.close());
  return client;
}

/** What every request about a repository carries. */
export const shopPlace = { directory: "/work/shop", environment: {} };
