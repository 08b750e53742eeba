import type { StageContext } from "./stage.ts";

/** A context for what is asked outside any run: nothing is journalled, and nothing in the outside world is written twice by it. */
export function quietContext(signal: AbortSignal = new AbortController().signal): StageContext {
  return {
    run: "errand",
    signal,
    progress: () => {},
    log: () => {},
    output: () => {},
    waiting: () => {},
    act: async (_key, lookup, perform) => (await lookup()) ?? perform(),
  };
}
