import { Problem } from "../problem.ts";
import type { Plan } from "../run/stage.ts";

/** The runs that are being planned: they are work that can be lost, as those that go on are. */
export class PlannedRuns {
  readonly #all = new Map<string, { readonly abort: AbortController; readonly begun: Promise<void> }>();
  #isEnding = false;

  get ids(): string[] {
    return [...this.#all.keys()];
  }

  /**
   * Makes a run's plan and begins the run by it. @throws what `makePlan` and `start` throw; Problem "agent-ends" where
   * {@link end} was called before there was a plan.
   */
  async begin(
    run: string,
    abort: AbortController,
    makePlan: () => Promise<Plan>,
    start: (plan: Plan) => void,
  ): Promise<void> {
    if (this.#isEnding) throw notBegun();
    const begun = makePlan().then((plan) => {
      if (this.#isEnding) throw notBegun();
      start(plan);
    });
    this.#all.set(run, { abort, begun });
    try {
      await begun;
    } catch (error) {
      throw this.#isEnding ? notBegun() : error;
    } finally {
      this.#all.delete(run);
    }
  }

  /** From now on no run begins; resolves when no plan is being made any more. */
  async end(): Promise<void> {
    this.#isEnding = true;
    for (const { abort } of this.#all.values()) abort.abort();
    await Promise.allSettled([...this.#all.values()].map(({ begun }) => begun));
  }
}

function notBegun(): Problem {
  return new Problem({
    what: "The run was not begun",
    why: "the agent was told to stop",
    next: "Start it again.",
    code: "agent-ends",
  });
}
