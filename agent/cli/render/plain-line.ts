import type { RunState } from "../../protocol/fold-run.ts";
import type { RunEvent } from "../../protocol/run-event.ts";
import { unpainted } from "./paint.ts";
import { nameWidthOf } from "./run-lines.ts";
import { stageLine } from "./stage-line.ts";

/** Wide enough for any message: what reads a file of lines wraps them itself. */
const width = 160;

/**
 * The line that an event is worth where lines can only be appended (a file, a CI's log), if any: a stage that begins,
 * waits or ends. @param run the run with the event folded in.
 */
export function plainLine(run: RunState, event: RunEvent): string | undefined {
  // A run that turns out to have more to do announces itself again.
  if (event.stage === undefined) return event.type === "started" && event.seq === 1 ? run.title : undefined;
  if (event.type === "progress" || event.type === "log" || event.type === "output") return undefined;
  const stage = run.stages.find(({ name }) => name === event.stage);
  if (!stage) return undefined;
  // It has taken no time yet.
  if (event.type === "started") return `● ${stage.name}`;
  const line = stageLine(stage, event.at, { width, nameWidth: nameWidthOf(run.stages), paint: unpainted });
  return line.replace(/ {3,}/g, "   ");
}
