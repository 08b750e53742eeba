import { Problem } from "../problem.ts";
import { conditionalStages, needsOf, unreachableStages, validateGraph } from "./graph.ts";
import { type RunSurroundings, runStage, type StageResult } from "./run-stage.ts";
import type { AnyStage, Plan } from "./stage.ts";
import { Standing } from "./standing.ts";

/** How often a run begins again with a stage that was found outdated, before it gives up. */
const mostRounds = 3;

export type RunOutcome = "succeeded" | "failed" | "cancelled";

/**
 * Runs a plan to its end: a stage starts as soon as what it needs is there; one that fails stops what depends on it and
 * only that; one that has nothing to do is left out. Everything that happens is said through the journal. Never throws
 * for what a stage does.
 */
export async function runPlan(plan: Plan, surroundings: RunSurroundings): Promise<RunOutcome> {
  validateGraph(plan.stages);
  const began = Date.now();
  const running = new Map<string, Promise<void>>();
  const run = new PlanRun(plan, surroundings);
  for (;;) {
    for (const stage of run.begin()) {
      const done = runStage(stage, run.standing.inputsOf(stage), surroundings).then((result) => {
        running.delete(stage.name);
        run.take(stage, result);
      });
      running.set(stage.name, done);
    }
    if (running.size > 0) await Promise.race(running.values());
    else if (!run.goBack()) return run.finish((Date.now() - began) / 1000);
  }
}

type FoundOutdated = Extract<StageResult, { outdated: unknown }> & { readonly by: AnyStage };

/** A plan that runs: what has begun, what came of it, and what of it the journal has announced. */
class PlanRun {
  readonly standing: Standing;
  readonly #plan: Plan;
  readonly #surroundings: RunSurroundings;
  readonly #wanted = new Set<string>();
  #shown: readonly AnyStage[] = [];
  #outdated: FoundOutdated | undefined;
  #rounds = 0;

  constructor(plan: Plan, surroundings: RunSurroundings) {
    this.standing = new Standing(plan.stages);
    this.#plan = plan;
    this.#surroundings = surroundings;
    this.#show();
  }

  /** The stages that begin now. */
  *begin(): Generator<AnyStage> {
    if (this.#surroundings.signal.aborted || this.#outdated) return;
    // What is left out may let others begin.
    for (let ready = this.standing.ready(); ready.length > 0; ready = this.standing.ready()) {
      for (const stage of ready) {
        const reason = this.standing.leaveOut(stage);
        if (reason === undefined) {
          this.#wanted.add(stage.name);
          if (!this.#isShown(stage)) this.#show();
          this.standing.started.add(stage.name);
          yield stage;
        } else if (this.#isShown(stage)) {
          this.#surroundings.journal.tell({ type: "skipped", stage: stage.name, reason });
        }
      }
    }
  }

  take(stage: AnyStage, result: StageResult): void {
    if ("output" in result) this.standing.done(stage, result.output);
    else if ("lost" in result) this.standing.lost.set(stage.name, result.lost);
    else this.#outdated = { ...result, by: stage };
  }

  /** Begins again with what was found outdated, when nothing runs any more. @returns whether it does. */
  goBack(): boolean {
    const found = this.#outdated;
    if (!found) return false;
    this.#outdated = undefined;
    const { journal, signal } = this.#surroundings;
    const { outdated, seconds, by } = found;
    if (!signal.aborted && this.standing.lost.size === 0 && this.#rounds++ < mostRounds) {
      this.standing.forget(outdated.stage);
      return true;
    }
    const { problem } = outdated;
    if (signal.aborted) journal.tell({ type: "cancelled", stage: by.name, seconds });
    else journal.tell({ type: "failed", stage: by.name, seconds, problem: problem.toJSON() });
    this.standing.lost.set(by.name, signal.aborted ? "cancelled" : problem);
    return false;
  }

  finish(seconds: number): RunOutcome {
    const { journal, signal } = this.#surroundings;
    const { lost, started } = this.standing;
    const unreachable = unreachableStages(this.#plan.stages, new Set(lost.keys()));
    for (const stage of this.#shown) {
      const missing = unreachable.get(stage.name);
      if (missing !== undefined)
        journal.tell({ type: "skipped", stage: stage.name, reason: `${missing} did not succeed` });
      else if (!started.has(stage.name))
        journal.tell({ type: "skipped", stage: stage.name, reason: "the run was cancelled" });
    }
    const problem = [...lost.values()].find((reason) => reason instanceof Problem);
    if (problem) {
      journal.tell({ type: "failed", seconds, problem: problem.toJSON() });
      return "failed";
    }
    if (signal.aborted || lost.size > 0) {
      journal.tell({ type: "cancelled", seconds });
      return "cancelled";
    }
    journal.tell({ type: "succeeded", seconds });
    return "succeeded";
  }

  #isShown(stage: AnyStage): boolean {
    return this.#shown.includes(stage);
  }

  /** Announces the run with the stages that it has as far as is known; what the journal says of them before stays true. */
  #show(): void {
    const { kind, title, directory, change, stages: all } = this.#plan;
    const conditional = conditionalStages(all, this.#wanted);
    const stages = all.filter(({ name }) => !conditional.has(name));
    this.#shown = stages;
    const names = new Set(stages.map(({ name }) => name));
    const shown = stages.map((stage) => ({
      name: stage.name,
      needs: needsOf(stage).filter((need) => names.has(need)),
    }));
    this.#surroundings.journal.tell({ type: "started", plan: { kind, title, directory, change, stages: shown } });
  }
}
