import { Problem } from "../problem.ts";
import { isOver } from "../protocol/fold-run.ts";
import { Journal } from "../run/journal.ts";
import { Redactor } from "../secrets/redactor.ts";
import type { RunRegistry } from "./run-registry.ts";

/** Ends, in the journals, the runs that a killed agent left in the middle. Called once, before anything starts. */
export function endInterruptedRuns(registry: RunRegistry): void {
  for (const { id, stages, startedAt: begun } of registry.list().filter((run) => !isOver(run))) {
    const journal = Journal.open(id, registry.folderOf(id), new Redactor());
    const problem = interrupted(id);
    // Nobody saw the agent end: what is known is how long the run had gone on when it last said something.
    const last = journal.after(0).at(-1)?.at ?? begun;
    const secondsSince = (start = last) => (last - start) / 1000;
    for (const { name, status, startedAt } of stages) {
      if (status === "running" || status === "waiting")
        journal.tell({ type: "failed", stage: name, seconds: secondsSince(startedAt), problem });
      else if (status === "pending") journal.tell({ type: "skipped", stage: name, reason: "the run was interrupted" });
    }
    journal.tell({ type: "failed", seconds: secondsSince(begun), problem });
    registry.keepUnwritten(journal);
  }
}

function interrupted(run: string) {
  return new Problem({
    what: "The run was interrupted",
    where: run,
    why: "the agent ended in the middle of it",
    next: "Start it again: what was finished is kept and is not done twice.",
    code: "interrupted",
  }).toJSON();
}
