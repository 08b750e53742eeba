import { setTimeout as delay } from "node:timers/promises";

/**
 * One thing at a time, in the order of asking, with at least `gap` milliseconds from one start to the next.
 * A failed job does not stop those behind it.
 */
export function serialQueue(gap: number): <T>(job: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  let earliest = 0;
  return (job) => {
    const turn = last.then(async () => {
      const wait = earliest - Date.now();
      if (wait > 0) await delay(wait);
      earliest = Date.now() + gap;
      return job();
    });
    last = turn.catch(() => {});
    return turn;
  };
}
