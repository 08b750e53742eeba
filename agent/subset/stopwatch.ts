/** Measures named phases, which may overlap. */
export interface Stopwatch {
  time<T>(phase: string, work: Promise<T>): Promise<T>;
  /** Seconds by phase, to the millisecond. */
  phases(): Record<string, number>;
  /** Seconds since the start. */
  total(): number;
}

export function stopwatch(): Stopwatch {
  const start = performance.now();
  const phases: Record<string, number> = {};
  const seconds = (since: number) => Math.round(performance.now() - since) / 1000;
  return {
    async time(phase, work) {
      const began = performance.now();
      try {
        return await work;
      } finally {
        phases[phase] = seconds(began);
      }
    },
    phases: () => ({ ...phases }),
    total: () => seconds(start),
  };
}
