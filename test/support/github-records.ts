import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { State } from "../../practice/github/state.ts";

/** What the stand-in for GitHub has on record: all that was ever said to it. @param folder its state directory. */
export function gitHubRecords(folder: string): State {
  return JSON.parse(readFileSync(join(folder, "github.json"), "utf8")) as State;
}

/** The newest status of every context on a commit. */
export function statusesOf({ statuses }: State, sha: string): Record<string, string> {
  return Object.fromEntries(statuses.filter((one) => one.sha === sha).map(({ context, state }) => [context, state]));
}

/** The deployments of a commit, each with its newest state and where it can be opened. */
export function deploymentsOf({ deployments, deploymentStatuses }: State, sha: string) {
  return deployments
    .filter((one) => one.sha === sha)
    .map(({ id, environment }) => {
      const last = deploymentStatuses.findLast(({ deployment }) => deployment === id);
      return { environment, state: last?.state, url: last?.environmentUrl };
    });
}
