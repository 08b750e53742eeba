import type { StageState } from "../protocol/fold-run.ts";

/** The chain of stages that decided how long a run took. */
export interface CriticalPath {
  readonly stages: readonly string[];
  /** Seconds in the stages of the chain. */
  readonly seconds: number;
}

/**
 * Walks back from the stage that ended last, each time to the need that ended last: what stands on that chain is what
 * must get faster for the run to get faster.
 */
export function criticalPath(stages: readonly StageState[]): CriticalPath {
  const byName = new Map(stages.map((stage) => [stage.name, stage]));
  const chain: StageState[] = [];
  let current = latest(stages);
  while (current) {
    chain.unshift(current);
    current = latest(current.needs.flatMap((need) => byName.get(need) ?? []));
  }
  return {
    stages: chain.map((stage) => stage.name),
    seconds: chain.reduce((sum, stage) => sum + (stage.seconds ?? 0), 0),
  };
}

function latest(stages: readonly StageState[]): StageState | undefined {
  const ends = (stage: StageState) => (stage.startedAt ?? 0) + (stage.seconds ?? 0) * 1000;
  return stages
    .filter((stage) => stage.startedAt !== undefined && stage.seconds !== undefined)
    .reduce<StageState | undefined>((last, stage) => (last && ends(last) >= ends(stage) ? last : stage), undefined);
}
