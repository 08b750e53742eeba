/** What founding is handed: how to stop it, and where to say what it is doing. */
export interface Founding {
  readonly signal: AbortSignal;
  /** One short line for the person who waits. */
  say(message: string): void;
}

/** The promise, or the signal's reason as soon as it is aborted. The work itself must be ended by its owner. */
export async function orAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  signal.throwIfAborted();
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
    work.catch(() => {});
  }
}
