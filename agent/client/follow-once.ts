import type { Listeners } from "../listeners.ts";
import { foldRun, isOver, type RunState } from "../protocol/fold-run.ts";
import { requests } from "../protocol/messages.ts";
import type { RunEvent } from "../protocol/run-event.ts";
import type { Wire } from "../protocol/wire.ts";

/**
 * Follows a run over one connection: true when the run is over, false when the connection was cut before.
 * Events that arrive before the answer to the subscription are held, so that order is kept.
 */
export async function followOnce(
  wire: Wire,
  options: { run: string; after: number; events: Listeners<RunEvent>; cuts: Listeners<void>; signal: AbortSignal },
  onEvent: (event: RunEvent) => void,
): Promise<boolean> {
  const { run, signal } = options;
  signal.throwIfAborted();
  const ended = Promise.withResolvers<boolean>();
  // It may be rejected while the subscription is still being answered, and nobody awaits it then.
  ended.promise.catch(() => {});
  const held: RunEvent[] = [];
  let seq: number | undefined;
  const deliver = (event: RunEvent) => {
    if (seq === undefined || event.seq <= seq) return;
    // Something got lost on the way: the next subscription brings it.
    if (event.seq > seq + 1) return ended.resolve(false);
    seq = event.seq;
    onEvent(event);
    if (endsRun(event)) ended.resolve(true);
  };
  const stops = [
    options.events.add((event) => {
      if (event.run !== run) return;
      if (seq === undefined) held.push(event);
      else deliver(event);
    }),
    options.cuts.add(() => ended.resolve(false)),
    onAbort(signal, () => ended.reject(signal.reason)),
  ];
  try {
    const { events } = await wire.request(requests.runSubscribe, { run, after: options.after });
    seq = options.after;
    for (const event of [...events, ...held]) deliver(event);
    // All was there already, and nothing will follow.
    if (events.length === 0 && held.length === 0 && (await isRunOver(wire, run))) ended.resolve(true);
    return await ended.promise;
  } finally {
    for (const stop of stops) stop();
    void wire.request(requests.runUnsubscribe, { run }).catch(() => {});
  }
}

async function isRunOver(wire: Wire, run: string): Promise<boolean> {
  const { events } = await wire.request(requests.runSubscribe, { run, after: 0 });
  const state = events.reduce<RunState | undefined>(foldRun, undefined);
  return state !== undefined && isOver(state);
}

/** The run's own last event. */
function endsRun(event: RunEvent): boolean {
  return event.stage === undefined && ["succeeded", "failed", "cancelled"].includes(event.type);
}

function onAbort(signal: AbortSignal, listener: () => void): () => void {
  signal.addEventListener("abort", listener, { once: true });
  return () => signal.removeEventListener("abort", listener);
}
