/** What became of one test. */
export interface TestResult {
  suite: string;
  title: string;
  state: "passed" | "failed" | "skipped";
  /** Milliseconds. */
  ms: number;
  /** What went wrong, for a failed one. */
  error?: string | undefined;
  /** The parts of the machine that it names as tags. */
  tags: readonly string[];
}

/** A result for what went wrong outside of every test: a file that does not load, a process that dies. */
export function failure(suite: string, title: string, error: string): TestResult {
  return { suite, title, state: "failed", ms: 0, error, tags: [] };
}
