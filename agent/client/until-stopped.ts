import { setTimeout as wait } from "node:timers/promises";
import { isAlive } from "../is-alive.ts";
import type { Places } from "../places.ts";
import { Problem } from "../problem.ts";
import { readAnnouncement } from "./announcement.ts";

/** The code with which an agent that is ending refuses to begin anything. */
export const agentStopping = "agent-stopping";

/** Milliseconds: it may be taking down containers, or be waiting for a deploy. */
const patience = 120_000;
const pollInterval = 25;

export function saysStopping(error: unknown): boolean {
  return error instanceof Problem && error.code === agentStopping;
}

/**
 * Waits for the agent that has refused with {@link agentStopping} to be gone. @throws any other error as it is; Problem
 * "agent-stopping" where it takes longer than two minutes; AbortError when `signal` fires.
 */
export async function untilStopped(places: Places, error: unknown, signal?: AbortSignal): Promise<undefined> {
  if (!saysStopping(error)) throw error;
  const pid = readAnnouncement(places)?.pid;
  for (let waited = 0; waited < patience; waited += pollInterval) {
    // Another one may have taken its place already.
    if (pid === undefined || readAnnouncement(places)?.pid !== pid || !isAlive(pid)) return;
    await wait(pollInterval, undefined, { signal });
  }
  throw new Problem({
    what: "The agent is still ending",
    where: `process ${pid}`,
    why: `it has not ended within ${patience / 1000} s`,
    next: "Wait until it has put everything away, then try again.",
    code: agentStopping,
  });
}
