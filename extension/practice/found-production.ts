import { Problem } from "../../agent/problem.ts";
import type { StageState } from "../../agent/protocol/fold-run.ts";
import { requests } from "../../agent/protocol/messages.ts";
import { followToEnd } from "../follow-to-end.ts";
import type { Parts } from "../parts.ts";
import { environment } from "../place.ts";
import type { Watched } from "../progress.ts";
import { startRun } from "../start-run.ts";

/** Brings the company's shop into production as it stands, where nothing is live yet. @throws Problem of the run. */
export async function foundProduction({ client }: Parts, directory: string, watched: Watched): Promise<void> {
  const { signal } = watched;
  const place = { directory, environment: environment() };
  const { releases } = await client.request(requests.releaseList, place);
  if (releases.some(({ live }) => live)) return;
  // Too late to be cancelled is no harm: it is a practice shop.
  const run = await startRun(client, { ...place, kind: "release", base: true }, signal);
  const say = ({ message, name }: StageState) => watched.say(`Opening its shop: ${message ?? name}`);
  const state = await followToEnd(client, run, say, signal);
  if (state?.problem) throw new Problem(state.problem);
}
