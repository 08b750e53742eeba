import { plainLine } from "../render/plain-line.ts";
import type { Output } from "../session/output.ts";
import type { RunView } from "./run-view.ts";

/** A line for whatever begins or ends, appended. */
export function plainView(out: Output): RunView {
  return {
    show: (run, event) => {
      const line = plainLine(run, event);
      if (line !== undefined) out.lines([line]);
    },
    end: async () => {},
  };
}
