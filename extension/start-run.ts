import type * as z from "zod/mini";
import type { AgentClient } from "../agent/client/agent-client.ts";
import { requests } from "../agent/protocol/messages.ts";

/**
 * Starts a run, which `signal` cancels: also where it fires before the agent has answered, when nobody knows yet which
 * run that would be. Afterwards the run ends as one that says so: nothing is left half-made.
 * @returns its id.
 * @throws AbortError where it was cancelled by then; Problem where it could not be started, or cancelled.
 */
export async function startRun(
  client: Pick<AgentClient, "request">,
  params: z.infer<typeof requests.runStart.params>,
  signal: AbortSignal,
): Promise<string> {
  signal.throwIfAborted();
  const { run } = await client.request(requests.runStart, params);
  if (signal.aborted) await client.request(requests.runCancel, { run });
  signal.throwIfAborted();
  // What is over or too late to cancel shows as it is.
  const cancel = () => void client.request(requests.runCancel, { run }).catch(() => {});
  signal.addEventListener("abort", cancel, { once: true });
  return run;
}
