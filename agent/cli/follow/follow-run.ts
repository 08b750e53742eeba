import { isAbort } from "../../problem.ts";
import { foldRun, type RunState } from "../../protocol/fold-run.ts";
import type { Session } from "../session/session.ts";
import { chooseView } from "./choose-view.ts";

/**
 * Shows a run until it is over, or until the terminal lets go of it (`interrupts.detach`).
 * @returns the run as it stands then; undefined where nothing was heard of it.
 */
export async function followRun(session: Session, run: string): Promise<RunState | undefined> {
  const view = chooseView(session, run);
  let state: RunState | undefined;
  try {
    await session.client.followRun(
      run,
      (event) => {
        state = foldRun(state, event);
        if (state) view.show(state, event);
      },
      { signal: session.interrupts.detach },
    );
  } catch (error) {
    if (!isAbort(error)) throw error;
  } finally {
    await view.end(state);
  }
  return state;
}
