import type { AgentClient } from "../agent/client/agent-client.ts";
import { foldRun, isOver, type RunState } from "../agent/protocol/fold-run.ts";

interface Followed {
  readonly stop: AbortController;
  readonly caughtUp: PromiseWithResolvers<void>;
  state: RunState | undefined;
}

/** Follows runs from their first event on, and holds each as it stands. */
export class RunFollower {
  readonly #client: AgentClient;
  readonly #tell: { onChange(): void; onEnd(run: RunState): void };
  #followed = new Map<string, Followed>();

  constructor(client: AgentClient, tell: { onChange(): void; onEnd(run: RunState): void }) {
    this.#client = client;
    this.#tell = tell;
  }

  /** From now on these runs are followed, and no others. What was followed already goes on. */
  follow(runs: readonly string[]): void {
    for (const [run, { stop }] of this.#followed) {
      if (runs.includes(run)) continue;
      this.#followed.delete(run);
      stop.abort();
    }
    for (const run of runs) if (!this.#followed.has(run)) this.#begin(run);
  }

  /** Resolves when every followed run has been heard of. */
  async caughtUp(): Promise<void> {
    await Promise.all(Array.from(this.#followed.values(), ({ caughtUp }) => caughtUp.promise));
  }

  /** The runs as they stand, newest first. */
  states(): RunState[] {
    return Array.from(this.#followed.values(), ({ state }) => state)
      .filter((state) => state !== undefined)
      .sort((a, b) => b.startedAt - a.startedAt);
  }

  dispose(): void {
    this.follow([]);
  }

  #begin(run: string): void {
    const followed: Followed = { stop: new AbortController(), caughtUp: Promise.withResolvers(), state: undefined };
    this.#followed.set(run, followed);
    const { signal } = followed.stop;
    this.#client
      .followRun(
        run,
        (event) => {
          followed.state = foldRun(followed.state, event);
          // The first answer brings all events so far in one go: the rest of them is there in the same turn.
          setImmediate(followed.caughtUp.resolve);
          this.#tell.onChange();
        },
        { signal },
      )
      .then(
        () => {
          if (followed.state && isOver(followed.state)) this.#tell.onEnd(followed.state);
        },
        // The next refresh tries again.
        () => this.#followed.delete(run),
      )
      .finally(() => followed.caughtUp.resolve());
  }
}
