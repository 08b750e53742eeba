import type { RunState } from "../../protocol/fold-run.ts";
import { LiveBlock } from "../render/live-block.ts";
import { runLines } from "../render/run-lines.ts";
import type { Output } from "../session/output.ts";
import type { RunView } from "./run-view.ts";

/** Often enough for seconds with one decimal, in milliseconds. */
const frameInterval = 100;

/** A line for each stage, drawn again in place. */
export function liveView(out: Output): RunView {
  const block = new LiveBlock(out);
  let latest: RunState | undefined;
  const draw = () => {
    if (latest) block.draw(runLines(latest, Date.now(), { width: out.columns - 1, paint: out.paint }));
  };
  const timer = setInterval(draw, frameInterval);
  return {
    show: (run) => {
      latest = run;
    },
    end: async (run) => {
      clearInterval(timer);
      latest = run ?? latest;
      draw();
    },
  };
}
