import { Problem } from "../problem.ts";
import type { Plan } from "../run/stage.ts";

/** The runs that are being planned: they are work that can be lost, as those that go on are. */
export class PlannedRuns {
  readonly #all = new Map<string, AbortController>();
  #isEnding = false;

  get ids(): string[] {
    return [...this.#all.keys()];
  }

  /**
   * Makes a run's plan and begins the run by it. @throws what `makePlan` and `start` throw; Problem "agent-ends" or
   * "not-begun" where {@link end} or {@link cancel} came before there was a plan: that is not waited for.
   */
  async begin(
    run: string,
    abort: AbortController,
    makePlan: () => Promise<Plan>,
    start: (plan: Plan) => void,
  ): Promise<void> {
    if (this.#isEnding) throw agentEnds();
    const { signal } = abort;
    const begun = makePlan().then((plan) => {
      if (!signal.aborted) start(plan);
    });
    const givenUp = new Promise<never>((_, reject) => {
      const refuse = () => reject(this.#isEnding ? agentEnds() : cancelled());
      signal.addEventListener("abort", refuse, { once: true });
    });
    this.#all.set(run, abort);
    try {
      await Promise.race([begun, givenUp]);
    } finally {
      this.#all.delete(run);
      for (const left of [begun, givenUp]) left.catch(() => {});
    }
  }

  /** @returns false where no such run is being planned. */
  cancel(run: string): boolean {
    this.#all.get(run)?.abort();
    return this.#all.has(run);
  }

  /** From now on no run begins. */
  end(): void {
    this.#isEnding = true;
    for (const abort of this.#all.values()) abort.abort();
  }
}

function agentEnds(): Problem {
  return new Problem({
    what: "The run was not begun",
    why: "the agent was told to stop",
    next: "Start it again.",
    code: "agent-ends",
  });
}

function cancelled(): Problem {
  return new Problem({ what: "The run was not begun", why: "it was cancelled before", code: "not-begun" });
}
