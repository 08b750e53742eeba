/** What every slow operation is handed: how to stop, and where to say what it is doing. */
export interface Work {
  /** Aborted when the person cancels. Long operations listen to it and clean up after themselves. */
  readonly signal: AbortSignal;
  /**
   * Says what is happening now, in one short line.
   * @param fraction how much is done, from 0 to 1, where that is known.
   */
  progress(message: string, fraction?: number): void;
  /** Appends output (a command's, a build's) to the log. Redaction happens behind this door. */
  log(text: string): void;
}

/** Work that nobody watches: for look-ups and clean-up that must not be cancelled. */
export function unwatched(signal: AbortSignal = new AbortController().signal): Work {
  return { signal, progress: () => {}, log: () => {} };
}
