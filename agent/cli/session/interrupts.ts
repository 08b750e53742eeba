/** What Ctrl-C and a closed terminal ask for. */
export interface Interrupts {
  /** Fires at the first Ctrl-C (or SIGTERM): end what is going on, in order. */
  readonly cancel: AbortSignal;
  /** Fires at the second one, and when the terminal closes: let go of it, it goes on in the agent. */
  readonly detach: AbortSignal;
  stop(): void;
}

type Signals = Pick<NodeJS.EventEmitter, "on" | "off">;

/** Listens until `stop`. @param signals where signals arrive: the process. */
export function listenForInterrupts(signals: Signals): Interrupts {
  const cancel = new AbortController();
  const detach = new AbortController();
  const interrupt = () => (cancel.signal.aborted ? detach : cancel).abort();
  const hangUp = () => detach.abort();
  signals.on("SIGINT", interrupt).on("SIGTERM", interrupt).on("SIGHUP", hangUp);
  return {
    cancel: cancel.signal,
    detach: detach.signal,
    stop: () => signals.off("SIGINT", interrupt).off("SIGTERM", interrupt).off("SIGHUP", hangUp),
  };
}
