import { realpathSync } from "node:fs";
import { sep } from "node:path";
import { Problem } from "../../problem.ts";
import { type RunSummary, requests } from "../../protocol/messages.ts";
import type { Session } from "../session/session.ts";

/** What a run is called: `2501311159-3fa0`. */
const runName = /^\d{10}-[0-9a-f]{4}$/;

export function isRunName(word: string): boolean {
  return runName.test(word);
}

/** The runs of the repository that the command was given in, newest first. */
export async function runsHere({ ask, place }: Session): Promise<RunSummary[]> {
  const here = realpathSync(place.directory);
  const { runs } = await ask(requests.runList, {});
  return runs.filter(({ directory }) => here === directory || here.startsWith(directory + sep));
}

/** The run that is named, or else the newest one here. @throws Problem "no-run" where there is none. */
export async function findRun(
  session: Session,
  named: string | undefined,
  fits: (run: RunSummary) => boolean = () => true,
): Promise<string> {
  if (named !== undefined) return named;
  const newest = (await runsHere(session)).find(fits);
  if (newest) return newest.id;
  throw new Problem({
    what: "There is no such run here",
    where: session.place.directory,
    next: "Begin one with `slipway ship`, or name one of another repository.",
    code: "no-run",
    usage: true,
  });
}
