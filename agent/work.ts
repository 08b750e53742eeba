/** What every slow operation is handed: how to stop, and where to say what it is doing. */
export interface Work {
  /** Aborted when the person cancels. Long operations listen to it and clean up after themselves. */
  readonly signal: AbortSignal;
  /**
   * Says what is happening now, in one short line.
   * @param fraction how much is done, from 0 to 1, where that is known.
   * @param copying where rows are copied the same in numbers, for a program that follows.
   */
  progress(message: string, fraction?: number, copying?: CopyState): void;
  /** Appends output (a command's, a build's) to the log. Redaction happens behind this door. */
  log(text: string): void;
}

/** How far a copy of rows is. */
export interface CopyState {
  /** Those that the message is about: one, or small ones that came together. */
  readonly tables: readonly TableCopyState[];
  /** Of all the tables' copies. Undefined while too little is known for an estimate. */
  readonly secondsLeft?: number | undefined;
}

export interface TableCopyState {
  readonly schema: string;
  readonly name: string;
  /** An estimate where a large table is copied whole. */
  readonly expectedRows: number;
  /** PostgreSQL counts rows when a COPY ends: those of a COPY that still runs are not among them. */
  readonly countedRows: number;
  /** Of all rows that have come, the uncounted ones too. */
  readonly bytes: number;
  /** True when all rows are in. */
  readonly complete: boolean;
}

/** Work that nobody watches: for look-ups and clean-up that must not be cancelled. */
export function unwatched(signal: AbortSignal = new AbortController().signal): Work {
  return { signal, progress: () => {}, log: () => {} };
}
