import { buildId } from "../../build-id.ts";
import { compose } from "../../compose.ts";
import { startDaemon } from "../../daemon/daemon.ts";
import { PracticeProcess } from "../../daemon/practice-process.ts";
import type { Places } from "../../places.ts";
import { Problem } from "../../problem.ts";

/**
 * Hosts the agent in this process, at the usual address, so that no second one can start beside it.
 * @param practiceFile dist/practice.js
 * @throws Problem "agent-runs-already" where one runs.
 */
export async function hostAgent(places: Places, practiceFile: string): Promise<{ stop(): Promise<void> }> {
  const practice = new PracticeProcess(places, practiceFile);
  try {
    return await startDaemon({ places, build: buildId, practice, composition: compose(places, practice) });
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== "agent-runs-already") throw error;
    throw new Problem({
      what: "The agent cannot run in this process",
      where: error.where,
      why: "another agent runs already, and two would undo each other's work",
      next: "Leave out --foreground, or stop the other one with `slipway agent stop`.",
      code: error.code,
      usage: true,
    });
  }
}
