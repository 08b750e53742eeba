import type { AnyStage } from "./stage.ts";

/** The names of the stages that a stage waits for. */
export function needsOf(stage: AnyStage): string[] {
  return Object.values(stage.needs).map((need) => need.name);
}

/**
 * Checks that names are unique, that every need is among the stages, and that there is no cycle.
 * @throws Error on the first violation: a plan that is wrong is a defect, not a person's mistake.
 */
export function validateGraph(stages: readonly AnyStage[]): void {
  const seen = new Set<string>();
  // A stage can only be built after the stages that it names, so listing them in that order rules out cycles.
  for (const stage of stages) {
    if (seen.has(stage.name)) throw new Error(`Two stages are named ${stage.name}`);
    for (const need of needsOf(stage)) {
      if (!seen.has(need)) throw new Error(`Stage ${stage.name} needs ${need}, which does not come before it`);
    }
    seen.add(stage.name);
  }
}

/**
 * The names of the stages that may turn out to have nothing to do, or to need what such a one would have made.
 * @param wanted those of which it is known that they have something to do.
 */
export function conditionalStages(stages: readonly AnyStage[], wanted: ReadonlySet<string> = new Set()): Set<string> {
  const conditional = new Set<string>();
  for (const stage of stages) {
    const leans = Object.values(stage.needs).some((need) => !need.mayBeLeftOut && conditional.has(need.name));
    if ((stage.unneeded && !wanted.has(stage.name)) || leans) conditional.add(stage.name);
  }
  return conditional;
}

/** The stages that can start: not started, all their needs done. In plan order. */
export function readyStages(
  stages: readonly AnyStage[],
  started: ReadonlySet<string>,
  done: ReadonlySet<string>,
): AnyStage[] {
  return stages.filter((stage) => !started.has(stage.name) && needsOf(stage).every((need) => done.has(need)));
}

/** The stages that can never start because `lost` did not succeed, each with the need that it lost. */
export function unreachableStages(stages: readonly AnyStage[], lost: ReadonlySet<string>): Map<string, string> {
  const unreachable = new Map<string, string>();
  for (const stage of stages) {
    const missing = needsOf(stage).find((need) => lost.has(need) || unreachable.has(need));
    if (missing !== undefined && !lost.has(stage.name))
      unreachable.set(stage.name, unreachable.get(missing) ?? missing);
  }
  return unreachable;
}
