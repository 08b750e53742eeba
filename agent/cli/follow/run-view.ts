import type { RunState } from "../../protocol/fold-run.ts";
import type { RunEvent } from "../../protocol/run-event.ts";

/** Shows a run while it goes on. */
export interface RunView {
  /** @param run the run with the event folded in. */
  show(run: RunState, event: RunEvent): void;
  /** Nothing more will be shown. */
  end(run: RunState | undefined): Promise<void>;
}
