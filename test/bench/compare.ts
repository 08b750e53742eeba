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
export async function compare({ name, base, subject, pairs, limit }: Scenario): Promise<Comparison> {
  await base();
  await subject();
  const times: { base: number; subject: number }[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    times.push(pair % 2 === 0 ? await inOrder(base, subject) : swap(await inOrder(subject, base)));
  }
  return {
    name,
    base: median(times.map((time) => time.base)),
    subject: median(times.map((time) => time.subject)),
    ratio: median(times.map((time) => time.subject / time.base)),
    limit,
  };
}

async function inOrder(base: Contender, subject: Contender): Promise<{ base: number; subject: number }> {
  return { base: await time(base), subject: await time(subject) };
}

function swap({ base, subject }: { base: number; subject: number }): { base: number; subject: number } {
  return { base: subject, subject: base };
}

async function time(contender: Contender): Promise<number> {
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
