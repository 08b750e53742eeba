/** One side of a comparison: does its work once. */
export type Contender = () => Promise<void>;

/** What is measured: the subject's time as a multiple of the base's, which is no property of the machine. */
export interface Scenario {
  name: string;
  base: Contender;
  subject: Contender;
  /** How many pairs are timed. */
  pairs: number;
  /** The ratio that must not be passed. */
  limit: number;
  /** Runs before every contender, outside of its time. */
  between?: () => Promise<void>;
}

export interface Comparison {
  name: string;
  /** Median milliseconds. */
  base: number;
  subject: number;
  /** The median of the pairs' own ratios. */
  ratio: number;
  limit: number;
}

/**
 * Times a scenario in interleaved pairs, so that what else happens on the machine hits both sides alike.
 * The order changes from pair to pair, and one pair before the first warms both up.
 */
export async function compare({ name, base, subject, pairs, limit, between }: Scenario): Promise<Comparison> {
  const time = (contender: Contender) => timeOne(contender, between);
  await time(base);
  await time(subject);
  const times: { base: number; subject: number }[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    const subjectFirst = pair % 2 === 1 ? await time(subject) : undefined;
    const baseTime = await time(base);
    times.push({ base: baseTime, subject: subjectFirst ?? (await time(subject)) });
  }
  return {
    name,
    base: median(times.map((time) => time.base)),
    subject: median(times.map((time) => time.subject)),
    ratio: median(times.map((time) => time.subject / time.base)),
    limit,
  };
}

async function timeOne(contender: Contender, between: Scenario["between"]): Promise<number> {
  await between?.();
  const start = performance.now();
  await contender();
  return performance.now() - start;
}

/** The middle of an odd number of values, the mean of the two middle ones of an even number. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (upper + lower) / 2;
}
