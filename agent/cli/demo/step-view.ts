import type { StageState } from "../../protocol/fold-run.ts";
import type { ProblemData } from "../../protocol/problem-data.ts";
import { LiveBlock } from "../render/live-block.ts";
import { stageLine } from "../render/stage-line.ts";
import type { Output } from "../session/output.ts";

/** Milliseconds between drawings. */
const frameInterval = 100;
/** As wide as the longest stage's name. */
const nameWidth = 9;

/** A step of the demonstration on the screen, looking like a run's stage. */
export interface StepView {
  say(message: string): void;
  /** Gives the step as it ended. */
  end(status: "succeeded" | "failed" | "cancelled", problem?: ProblemData): StageState;
}

export function stepView(out: Output, name: string): StepView {
  const startedAt = Date.now();
  let stage: StageState = { name, needs: [], status: "running", startedAt, logBytes: 0 };
  const block = new LiveBlock(out);
  const line = () => stageLine(stage, Date.now(), { width: out.columns - 1, nameWidth, paint: out.paint });
  const draw = () => {
    if (out.live) block.draw([line()]);
  };
  const timer = setInterval(draw, frameInterval);
  draw();
  return {
    say: (message) => {
      stage = { ...stage, message };
    },
    end: (status, problem) => {
      clearInterval(timer);
      stage = { ...stage, status, problem, seconds: (Date.now() - startedAt) / 1000 };
      if (out.live) block.draw([line()]);
      else out.lines([line()]);
      return stage;
    },
  };
}
