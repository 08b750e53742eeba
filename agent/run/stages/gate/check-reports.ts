import type { CheckRun, CommitStatus, Forge } from "../../../forge/forge.ts";

/** What a commit's checks have said. */
export interface CheckReports {
  readonly statuses: readonly CommitStatus[];
  /** Undefined where they cannot be read: then what is not among the statuses is unknown. */
  readonly runs: readonly CheckRun[] | undefined;
}

export async function readReports(forge: Forge, commit: string): Promise<CheckReports> {
  const [statuses, runs] = await Promise.all([forge.statuses(commit), forge.checkRuns(commit)]);
  return { statuses, runs };
}

/** The names of the checks that have said something, Slipway's own among them. */
export function reportedNames({ statuses, runs = [] }: CheckReports): string[] {
  return [...statuses.map(({ context }) => context), ...runs.map(({ name }) => name)];
}
