import { setTimeout as wait } from "node:timers/promises";
import type { Places } from "../places.ts";
import { isAbort, Problem } from "../problem.ts";
import { protocolVersion } from "../protocol/messages.ts";
import { readAnnouncement } from "./announcement.ts";
import { compareAgent, type Standing } from "./compare-agent.ts";
import { connectToRunning, type Introduction, type Line } from "./connect.ts";
import { launch, unlessStarting } from "./launch.ts";
import { stopAgent } from "./stop-agent.ts";
import { untilStopped } from "./until-stopped.ts";
import { agentNotReplaced, clientOutdated, otherAgentBusy } from "./version-problems.ts";

/** Milliseconds in which an agent of another version must have stopped. */
const stopTimeout = 15_000;
/** Milliseconds in which whoever has stopped the agent starts the next one. Starting takes about a quarter of a second. */
const successionTime = 1000;
const pollInterval = 25;
/** Agents of other versions that are asked to make room, until it is clear that somebody starts them anew. */
const mostReplaced = 3;

/**
 * Connects to the agent that runs, or launches one. One that is older makes room if it is idle; while it is busy, and
 * where it is the newer one, it is used if it speaks the same protocol.
 * @param options.returning the client had a line before: where another client's agent has taken the place of the one
 *   that it had, it does not take that place in turn.
 * @param options.signal fires when the client is closed: then nothing is waited for or launched any more.
 * @throws Problem "client-outdated" where the agent is newer and speaks another protocol, "agent-busy" where it is older,
 *   speaks another one and does not make room.
 */
export async function connectOrLaunch(
  places: Places,
  agentFile: string,
  introduction: Introduction,
  { returning = false, signal }: { returning?: boolean; signal?: AbortSignal } = {},
): Promise<Line> {
  for (let replaced = 0; ; replaced++) {
    const running = await findRunning(places, introduction, { returning, signal });
    signal?.throwIfAborted();
    const { line, own } = running ? { line: running, own: false } : await launch(places, agentFile, introduction);
    const standing = compareAgent(line.agent, introduction.build);
    if (own || standing === "same") return line;
    if (mayReplace(standing, returning) && replaced < mostReplaced && (await makesRoom(line))) continue;
    if (line.agent.protocol === protocolVersion) return line;
    line.wire.close();
    if (standing === "newer") throw clientOutdated(line.agent, introduction.client);
    throw replaced < mostReplaced ? otherAgentBusy(line.agent) : agentNotReplaced(line.agent);
  }
}

function mayReplace(standing: Standing, returning: boolean): boolean {
  return standing === "older" || (standing === "other" && !returning);
}

/** An agent that has withdrawn its announcement was stopped by somebody, who may be about to start the next one. */
async function findRunning(
  places: Places,
  introduction: Introduction,
  { returning, signal }: { returning: boolean; signal: AbortSignal | undefined },
): Promise<Line | undefined> {
  const running = await connectToRunning(places, introduction).catch((error) => untilStopped(places, error, signal));
  if (running || !returning || readAnnouncement(places)) return running;
  for (let waited = 0; waited < successionTime; waited += pollInterval) {
    await wait(pollInterval);
    const line = await connectToRunning(places, introduction).catch(unlessStarting);
    if (line) return line;
  }
  return undefined;
}

/** Asks an agent to stop. It refuses while a run is going on: nobody's run is lost to an update. */
async function makesRoom(line: Line): Promise<boolean> {
  try {
    await stopAgent(line, { force: false, signal: AbortSignal.timeout(stopTimeout) });
    return true;
  } catch (error) {
    if (isAbort(error)) throw agentNotReplaced(line.agent);
    if (error instanceof Problem && error.code === "agent-busy") return false;
    line.wire.close();
    throw error;
  }
}
