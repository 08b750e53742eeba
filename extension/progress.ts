import * as vscode from "vscode";

/** What a slow command works with. */
export interface Watched {
  /** Fires when the person cancels. */
  readonly signal: AbortSignal;
  /** Says what is going on now. */
  say(message: string): void;
}

/** Runs something slow under one notification with its stages and a way to cancel. @throws what `work` throws. */
export async function withProgress<T>(title: string, work: (watched: Watched) => Promise<T>): Promise<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    const abort = new AbortController();
    const listening = token.onCancellationRequested(() => abort.abort());
    try {
      return await work({ signal: abort.signal, say: (message) => progress.report({ message }) });
    } finally {
      listening.dispose();
    }
  });
}

/** A promise that is given up when the signal fires. @throws AbortError then. */
export async function unlessAborted<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", onAbort);
    // Whichever lost is heard by nobody.
    promise.catch(() => {});
  }
}
