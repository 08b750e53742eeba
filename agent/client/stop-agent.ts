import { setTimeout as wait } from "node:timers/promises";
import { isAlive } from "../is-alive.ts";
import { requests } from "../protocol/messages.ts";
import type { Line } from "./connect.ts";

const pollInterval = 25;

/**
 * Asks an agent to stop, then closes the line and waits until its process has ended: whoever comes next gets a new one.
 * Where it refuses the line stays open.
 * @throws Problem "agent-busy" where a run goes on and it is not forced; AbortError when `signal` fires.
 */
export async function stopAgent(
  { wire, agent }: Line,
  { force, signal }: { force: boolean; signal: AbortSignal },
): Promise<void> {
  await wire.request(requests.agentStop, { force });
  wire.close();
  while (isAlive(agent.pid) && agent.pid !== process.pid) await wait(pollInterval, undefined, { signal });
}
