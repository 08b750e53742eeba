import type { CheckRun } from "../state.ts";
import { type Store, timestamp } from "../store.ts";

/** What a CI says of one of its checks. */
export interface CheckReport {
  sha: string;
  name: string;
  status: CheckRun["status"];
  /** How it ended, where it has. */
  conclusion?: string | undefined;
}

/** Notes what a CI says: of the run that is still going on, where there is one of this name, else of a new one. */
export function reportCheck(store: Store, { sha, name, status, conclusion }: CheckReport): void {
  store.change((state) => {
    const isUnderWay = (one: CheckRun) => one.sha === sha && one.name === name && one.status !== "completed";
    let run = state.checkRuns.find(isUnderWay);
    if (!run) {
      const { id, createdAt } = store.made("ci");
      run = { id, sha, name, status, conclusion: null, startedAt: createdAt, completedAt: null };
      state.checkRuns.push(run);
    }
    const ended = status === "completed";
    Object.assign(run, { status, conclusion: ended ? conclusion : null, completedAt: ended ? timestamp() : null });
  });
}
