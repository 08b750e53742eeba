import { Listeners } from "../../agent/listeners.ts";
import { asProblem, type Problem } from "../../agent/problem.ts";
import { untilQuiet } from "../until-quiet.ts";

/** What is known of a list that the agent makes. */
export type Listed<T> =
  | { readonly kind: "unasked" }
  | { readonly kind: "known"; readonly value: T }
  | { readonly kind: "failed"; readonly problem: Problem };

/** A list that is asked for when somebody looks at it, and anew when the world has changed since. */
export class Listing<T> {
  readonly changes = new Listeners<undefined>();
  /** Asks. Whoever asks in the middle of an answer waits for the next one. Never rejects. */
  readonly load: () => Promise<void>;
  #state: Listed<T> = { kind: "unasked" };

  constructor(ask: () => Promise<T>) {
    this.load = untilQuiet(async () => {
      this.#state = await ask().then(
        (value) => ({ kind: "known", value }) as const,
        (error: unknown) => ({ kind: "failed", problem: asProblem(error, "The list could not be had") }) as const,
      );
      this.changes.fire(undefined);
    });
  }

  get state(): Listed<T> {
    return this.#state;
  }
}
