import type { Problem } from "../problem.ts";
import { withDependents } from "../protocol/with-dependents.ts";
import { needsOf, readyStages } from "./graph.ts";
import type { AnyStage } from "./stage.ts";

/** Where a run's stages stand: what was begun, what came of it, what is left out and what is lost. */
export class Standing {
  readonly started = new Set<string>();
  /** Why a stage did not give what it was to give. */
  readonly lost = new Map<string, Problem | "cancelled">();
  readonly #stages: readonly AnyStage[];
  readonly #outputs = new Map<string, unknown>();
  readonly #leftOut = new Map<string, string>();

  constructor(stages: readonly AnyStage[]) {
    this.#stages = stages;
  }

  /** The stages that can begin. */
  ready(): AnyStage[] {
    return readyStages(this.#stages, this.started, new Set(this.#outputs.keys()));
  }

  inputsOf(stage: AnyStage): Record<string, unknown> {
    return Object.fromEntries(Object.entries(stage.needs).map(([name, need]) => [name, this.#outputs.get(need.name)]));
  }

  done(stage: AnyStage, output: unknown): void {
    this.#outputs.set(stage.name, output);
  }

  /** Leaves a stage that could begin out, where it has nothing to do. @returns why. */
  leaveOut(stage: AnyStage): string | undefined {
    const missing = Object.values(stage.needs).find((need) => !need.mayBeLeftOut && this.#leftOut.has(need.name));
    const reason = missing ? this.#leftOut.get(missing.name) : stage.unneeded?.(this.inputsOf(stage) as never);
    if (reason === undefined) return undefined;
    this.started.add(stage.name);
    this.#leftOut.set(stage.name, reason);
    this.#outputs.set(stage.name, undefined);
    return reason;
  }

  /** Forgets a stage and all that came of it: they begin again. */
  forget(name: string): void {
    const stages = this.#stages.map((stage) => ({ name: stage.name, needs: needsOf(stage) }));
    for (const one of withDependents(stages, name)) {
      for (const memory of [this.started, this.#outputs, this.#leftOut]) memory.delete(one);
    }
  }
}
