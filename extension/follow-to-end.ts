import type { AgentClient } from "../agent/client/agent-client.ts";
import { foldRun, type RunState, type StageState } from "../agent/protocol/fold-run.ts";

/**
 * Follows a run to its end.
 * @param onStage told of the stage that goes on, at everything that happens.
 * @param signal ends the following, not the run. @throws AbortError then.
 * @returns the run as it ended.
 */
export async function followToEnd(
  client: AgentClient,
  run: string,
  onStage: (stage: StageState) => void,
  signal: AbortSignal,
): Promise<RunState | undefined> {
  let state: RunState | undefined;
  await client.followRun(
    run,
    (event) => {
      state = foldRun(state, event);
      const going = state?.stages.find(({ status }) => status === "running");
      if (going) onStage(going);
    },
    { signal },
  );
  return state;
}
