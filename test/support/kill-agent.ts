import { readAnnouncement } from "../../agent/client/announcement.ts";
import type { SlipwayHome } from "./slipway-home.ts";

/** Ends a home's agent as a crash does: it cannot put anything in order. */
export function killAgentOf({ places }: SlipwayHome): void {
  const agent = readAnnouncement(places);
  if (!agent) throw new Error("No agent runs");
  process.kill(agent.pid, "SIGKILL");
}
