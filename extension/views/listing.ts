import { Listeners } from "../../agent/listeners.ts";
import { asProblem, type Problem } from "../../agent/problem.ts";

/** What is known of a list that the agent makes. */
export type Listed<T> =
  | { readonly kind: "unasked" }
  | { readonly kind: "known"; readonly value: T }
  | { readonly kind: "failed"; readonly problem: Problem };

/** A list that is asked for when somebody looks at it, and anew when the world has changed since. */
export class Listing<T> {
  readonly changes = new Listeners<undefined>();
  readonly #ask: () => Promise<T>;
  #state: Listed<T> = { kind: "unasked" };
  #asking: Promise<void> | undefined;
  #again = false;

  constructor(ask: () => Promise<T>) {
    this.#ask = ask;
  }

  get state(): Listed<T> {
    return this.#state;
  }

  /** Asks. Whoever asks in the middle of an answer waits for the next one. Never rejects. */
  async load(): Promise<void> {
    this.#again = this.#asking !== undefined;
    this.#asking ??= this.#askUntilQuiet().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #askUntilQuiet(): Promise<void> {
    do {
      this.#again = false;
      this.#state = await this.#ask().then(
        (value) => ({ kind: "known", value }) as const,
        (error: unknown) => ({ kind: "failed", problem: asProblem(error, "The list could not be had") }) as const,
      );
      this.changes.fire(undefined);
    } while (this.#again);
  }
}
