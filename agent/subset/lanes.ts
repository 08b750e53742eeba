/** Parts of one job that run beside each other: when one fails the others are told to stop. */
export interface Lanes {
  /** Aborted when the job is cancelled or a lane has failed. */
  readonly signal: AbortSignal;
  /** Watches a part that has begun. */
  watch<T>(part: Promise<T>): Promise<T>;
  /** Tells all parts to stop. */
  fail(reason: unknown): void;
  /** Tells them, and waits until each has ended, however. */
  stop(reason: unknown): Promise<void>;
}

export function openLanes(cancel: AbortSignal): Lanes {
  const failed = new AbortController();
  const parts: Promise<unknown>[] = [];
  return {
    signal: AbortSignal.any([cancel, failed.signal]),
    watch(part) {
      parts.push(part);
      part.catch((error) => failed.abort(error));
      return part;
    },
    fail: (reason) => failed.abort(reason),
    async stop(reason) {
      failed.abort(reason);
      await Promise.allSettled(parts);
    },
  };
}
