import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Places } from "../../agent/places.ts";

const smallAgent = new URL("small-agent.ts", import.meta.url).href;

/** The file of a small agent that calls itself of this build. */
export function agentOfBuild(places: Places, build: string): string {
  const file = join(places.state, `agent-${build}.mjs`);
  writeFileSync(file, `process.env.SMALL_AGENT_BUILD = "${build}"; await import("${smallAgent}");`);
  return file;
}
