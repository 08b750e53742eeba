import { Listeners } from "../listeners.ts";
import { Problem } from "../problem.ts";
import { clientRequests } from "../protocol/messages.ts";
import { Secret } from "../secrets/secret.ts";
import type { Session } from "./session.ts";

export type Purpose = "source" | "target" | "forge" | "app";

/** What a stage hands over with its question. */
export interface Asking {
  readonly signal: AbortSignal;
  /** Called when nobody is there to answer, before the desk starts to wait. */
  onWaiting(what: string): void;
}

/**
 * Gets the credentials of a run from its clients. The agent has neither a terminal's environment nor an editor's
 * session: it asks whoever started the run, then whoever follows it, and waits when nobody is there. Values live in
 * memory, for that run, under the purpose that they were granted for.
 */
export class CredentialDesk {
  readonly #attached = new Map<string, Set<Session>>();
  readonly #arrivals = new Listeners<string>();
  readonly #values = new Map<string, Map<string, Promise<Secret>>>();
  /** Fires when nobody can come any more who was not there. */
  readonly #closing = new AbortController();
  /** Fires when a run is over: nobody is asked for it any more. */
  readonly #ends = new Map<string, AbortController>();

  /** From now on this client is asked for the run's credentials. */
  attach(run: string, session: Session): void {
    const sessions = this.#attached.get(run) ?? new Set();
    this.#attached.set(run, sessions.add(session));
    this.#arrivals.fire(run);
  }

  detach(run: string, session: Session): void {
    this.#attached.get(run)?.delete(session);
  }

  /** Forgets what a finished run was given, and takes back what it still asks. */
  forget(run: string): void {
    this.#attached.delete(run);
    this.#values.delete(run);
    this.#ends.get(run)?.abort();
    this.#ends.delete(run);
  }

  /** From now on nobody is waited for: the agent is ending, and takes no new clients. */
  close(): void {
    this.#closing.abort();
  }

  /** @throws Problem "credential-missing" when clients are there and none has it. */
  async ask(run: string, purpose: Purpose, name: string, asking: Asking): Promise<Secret> {
    const values = this.#values.get(run) ?? new Map<string, Promise<Secret>>();
    this.#values.set(run, values);
    const question = `${purpose}:${name}`;
    const asked = values.get(question);
    if (asked) return asked;
    const end = this.#ends.get(run) ?? new AbortController();
    this.#ends.set(run, end);
    const signal = AbortSignal.any([asking.signal, end.signal]);
    const answer = this.#askClients(run, purpose, name, { ...asking, signal }).then((value) => new Secret(value));
    values.set(question, answer);
    // What was not answered may be asked again.
    answer.catch(() => values.delete(question));
    return answer;
  }

  async #askClients(run: string, purpose: Purpose, name: string, asking: Asking): Promise<string> {
    for (;;) {
      asking.signal.throwIfAborted();
      let answered = false;
      for (const session of [...(this.#attached.get(run) ?? [])]) {
        const question = { run, purpose, name };
        const answering = session.wire.request(clientRequests.credentialsGet, question, asking.signal);
        // A person may be thinking in front of an input box when the run is cancelled.
        const answer = await Promise.race([answering.catch(() => undefined), untilAborted(asking.signal)]);
        asking.signal.throwIfAborted();
        if (!answer) this.detach(run, session);
        else if (answer.value !== null) return answer.value;
        else answered = true;
      }
      if (answered || this.#closing.signal.aborted) throw missing(purpose, name);
      asking.onWaiting(`a client that can hand over ${name}`);
      await Promise.race([this.#arrival(run, asking.signal), untilAborted(this.#closing.signal)]);
    }
  }

  #arrival(run: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = this.#arrivals.add((arrived) => {
        if (arrived === run) settle(resolve);
      });
      const onAbort = () => settle(() => reject(signal.reason));
      const settle = (then: () => void) => {
        leave();
        signal.removeEventListener("abort", onAbort);
        then();
      };
      signal.addEventListener("abort", onAbort, { once: true });
    });
  }
}

function untilAborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(undefined), { once: true }));
}

const words: Record<Purpose, string> = {
  source: "the source database",
  target: "the production target",
  forge: "GitHub",
  app: "the app",
};

function missing(purpose: Purpose, name: string): Problem {
  return new Problem({
    what: `${name} is not set`,
    where: `needed for ${words[purpose]}`,
    why: "slipway.json names it, and neither the terminal's environment nor the editor's stored secrets have it",
    next:
      purpose === "forge"
        ? "Set GITHUB_TOKEN (or sign in with `gh auth login`), then try again."
        : `Set the environment variable ${name}, then try again.`,
    code: "credential-missing",
  });
}
