import type { StageContext } from "../../agent/run/stage.ts";

/** Something slow that only a cancel ends. */
export function untilAborted({ signal }: Pick<StageContext, "signal">): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }));
}
