import type { RunState, StageState } from "../../protocol/fold-run.ts";
import type { Paint } from "./paint.ts";
import { stageLine } from "./stage-line.ts";

/** A run as it stands: its title, then a line for each stage. `now` is milliseconds since the epoch. */
export function runLines(run: RunState, now: number, options: { width: number; paint: Paint }): string[] {
  const frame = { ...options, nameWidth: nameWidthOf(run.stages) };
  return [options.paint("strong", run.title), ...run.stages.map((stage) => stageLine(stage, now, frame))];
}

export function nameWidthOf(stages: readonly Pick<StageState, "name">[]): number {
  return Math.max(0, ...stages.map(({ name }) => name.length));
}
