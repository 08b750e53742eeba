import { setTimeout as sleep } from "node:timers/promises";
import { Problem } from "../problem.ts";
import type { Work } from "../work.ts";

/** How often a read is begun anew, by the code of what ended it. A lost connection gets longer each time. */
const pausesMs: Readonly<Record<string, readonly number[]>> = {
  "source-lost": [1000, 4000],
  "source-conflict": [500],
};

/**
 * Calls `read` again from the start when the source was lost in its middle, or a standby cancelled it: a bounded number
 * of times, since what ended it may well do so again. While trying again, a source that cannot be reached counts as
 * lost still.
 * @param read leaves nothing behind when it fails.
 */
export async function tryAgain<T>(read: () => Promise<T>, work: Work): Promise<T> {
  let lost: Problem | undefined;
  for (let attempt = 0; ; attempt++) {
    try {
      return await read();
    } catch (error) {
      const still = error instanceof Problem && error.code === "source-unreachable";
      const problem = lost && still ? lost : error;
      if (!(problem instanceof Problem)) throw error;
      const pause = pausesMs[problem.code]?.[attempt];
      if (pause === undefined) throw problem;
      lost = problem;
      work.log(`${problem.what}: ${problem.why ?? problem.code}. Beginning again.\n`);
      work.progress("The source was lost: beginning again");
      await sleep(pause, undefined, { signal: work.signal }).catch(() => work.signal.throwIfAborted());
    }
  }
}
