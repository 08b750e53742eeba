/** How long the agent waits, with nothing to do, for the next client: long enough for a window that reloads. */
const usualGrace = 10_000;

/**
 * Ends the agent when nothing needs it: no client, no request that is being answered, no run, nothing left to put in
 * order, no awake preview of the process runtime, no practice company.
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

  /** To be called when something that may need the agent has come or gone; what tells nobody is found out by looking. */
  check(): void {
    clearTimeout(this.#timer);
    const wasNeeded = this.#isNeeded();
    this.#timer = setTimeout(() => {
      if (wasNeeded || this.#isNeeded()) this.check();
      else this.#end();
    }, this.#grace);
    // Where the agent is a guest in another process it must not keep that one alive.
    this.#timer.unref();
  }
}
