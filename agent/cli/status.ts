import { Command } from "commander";
import { foldRun, type RunState } from "../protocol/fold-run.ts";
import { type RunSummary, requests } from "../protocol/messages.ts";
import { runsHere } from "./follow/find-run.ts";
import { reportRun } from "./follow/report-run.ts";
import { runLines } from "./render/run-lines.ts";
import { formatSeconds } from "./render/seconds.ts";
import { table } from "./render/table.ts";
import { action } from "./session/action.ts";
import { exitCodes } from "./session/exit-code.ts";
import type { Session } from "./session/session.ts";
import type { Surroundings } from "./session/surroundings.ts";

/** Runs that a list shows. */
const shownRuns = 10;

export function statusCommand(surroundings: Surroundings): Command {
  return new Command("status")
    .description("the runs of this repository, or one of them with its stages")
    .argument("[run]")
    .action(action(surroundings, (session, run?: string) => (run ? showRun(session, run) : listRuns(session))));
}

async function listRuns(session: Session): Promise<void> {
  const runs = (await runsHere(session)).slice(0, shownRuns);
  for (const { kind, ...run } of runs) session.out.object({ kind: "run", does: kind, ...run });
  session.out.lines(
    runs.length === 0 ? ["No run here yet. `slipway ship` begins one."] : table([heading, ...runs.map(row)]),
  );
}

const heading = ["run", "status", "what", "began", "took"];

function row({ id, status, title, startedAt, seconds }: RunSummary): string[] {
  const time = seconds === undefined ? "" : formatSeconds(seconds);
  return [id, status, title, new Date(startedAt).toLocaleString(), time];
}

async function showRun(session: Session, run: string): Promise<number> {
  const { out, ask } = session;
  const { events } = await ask(requests.runSubscribe, { run, after: 0 });
  const state = events.reduce<RunState | undefined>(foldRun, undefined);
  if (state) out.lines(runLines(state, Date.now(), { width: out.columns - 1, paint: out.paint }));
  await reportRun(session, state);
  return exitCodes.done;
}
