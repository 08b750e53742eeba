/** How long the agent waits, with nothing to do, for the next client: long enough for a window that reloads. */
const usualGrace = 10_000;

/**
 * Ends the agent when nothing needs it: no client, no run, nothing left to put in order, no awake preview of the process
 * runtime, no practice company.
 */
export class Lifetime {
  readonly #isNeeded: () => boolean;
  readonly #end: () => void;
  readonly #grace: number;
  #timer: NodeJS.Timeout | undefined;

  /** @param grace milliseconds without a need until the end. */
  constructor(isNeeded: () => boolean, end: () => void, grace = usualGrace) {
    this.#isNeeded = isNeeded;
    this.#end = end;
    this.#grace = grace;
  }

  /** To be called whenever something that may need the agent has come or gone. */
  check(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#isNeeded()) return;
    this.#timer = setTimeout(() => {
      if (!this.#isNeeded()) this.#end();
    }, this.#grace);
    // Where the agent is a guest in another process it must not keep that one alive.
    this.#timer.unref();
  }
}
