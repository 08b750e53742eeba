import { type Comparison, compare, type Scenario } from "./compare.ts";

/** Something that is measured, and the bounds that it must keep. */
export interface Benchmark {
  readonly name: string;
  /** Runs only when it is asked for by name. */
  readonly long?: boolean;
  run(): Promise<readonly Measurement[]>;
}

export interface Measurement {
  readonly what: string;
  readonly value: number;
  readonly limit: number;
  /** Where the value comes from, for whoever reads it. */
  readonly detail: string;
}

/** Compares in pairs and says so as a measurement. */
export async function measureRatio(scenario: Scenario): Promise<Measurement> {
  const comparison = await compare(scenario);
  return {
    what: comparison.name,
    value: comparison.ratio,
    limit: comparison.limit,
    detail: timesOf(comparison, scenario.pairs),
  };
}

function timesOf({ base, subject }: Comparison, pairs: number): string {
  return `${subject.toFixed(0)} ms against ${base.toFixed(0)} ms, ${pairs} pairs`;
}
