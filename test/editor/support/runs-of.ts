import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { findPlaces } from "../../../agent/places.ts";
import { foldRun, type RunState } from "../../../agent/protocol/fold-run.ts";
import { readJournal } from "../../../agent/run/journal.ts";
import type { Editor } from "./editor.ts";

/** Every run of the editor's agent as its journal has it, the oldest first. */
export function runsOf({ sandbox }: Pick<Editor, "sandbox">): RunState[] {
  const runs = join(findPlaces(sandbox.env).state, "runs");
  return (existsSync(runs) ? readdirSync(runs) : [])
    .flatMap(
      (run) => readJournal(join(runs, run, "journal.jsonl")).reduce<RunState | undefined>(foldRun, undefined) ?? [],
    )
    .sort((a, b) => a.startedAt - b.startedAt);
}
