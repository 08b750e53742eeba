import { existsSync, rmSync } from "node:fs";
import { Problem } from "../../problem.ts";
import { requests } from "../../protocol/messages.ts";
import { type Session, unlessAborted } from "../session/session.ts";
import { practiceWork } from "./practice-work.ts";

/** Whether an earlier demonstration, kept or killed, has left its work folder. */
export function isKept({ places }: Session): boolean {
  return existsSync(practiceWork(places));
}

/** @throws Problem "practice-open" where a practice company is open that is somebody's own, such as the editor's. */
export async function requireNoOther({ ask }: Session): Promise<void> {
  const { company } = await ask(requests.practiceStatus, {});
  if (!company) return;
  throw new Problem({
    what: "A practice company is open already",
    where: company.webUrl,
    why: "it was opened from the editor, and somebody may be practising there",
    next: "Close it there, or take it down with `slipway demo --stop`.",
    code: "practice-open",
    usage: true,
  });
}

/**
 * Takes the practice company down with all that belongs to it: previews, clones, production, the work folder. The
 * caches stay. A second Ctrl-C leaves it to the agent.
 */
export async function takeDown({ client, places, place, interrupts }: Session): Promise<void> {
  const stopping = client.request(requests.practiceStop, { environment: place.environment });
  await unlessAborted(interrupts.detach, stopping);
  rmSync(practiceWork(places), { recursive: true, force: true });
}

/** Ends the agent too, where nobody else uses it. */
export async function stopIdleAgent({ client }: Session): Promise<void> {
  const { clients, runs } = await client.request(requests.agentStatus, {});
  if (clients === 1 && runs.length === 0) await client.request(requests.agentStop, { force: false });
}
