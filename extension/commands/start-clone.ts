import * as vscode from "vscode";
import { Problem } from "../../agent/problem.ts";
import type { StageState } from "../../agent/protocol/fold-run.ts";
import { formatSeconds } from "../duration.ts";
import { followToEnd } from "../follow-to-end.ts";
import type { Parts } from "../parts.ts";
import { placeOf } from "../place.ts";
import { wakeCompany } from "../practice/found-company.ts";
import { withProgress } from "../progress.ts";
import { startRun } from "../start-run.ts";

/** Starts the current change's clone, or finds it running, and says how long that took. */
export async function startClone(parts: Parts): Promise<void> {
  const seconds = await bringUpClone(parts);
  if (seconds !== undefined) vscode.window.setStatusBarMessage(`The clone runs (${formatSeconds(seconds)})`, 5000);
}

/**
 * The same, without a word about it. What it needs is asked for here: a terminal has none of the editor's credentials.
 * @returns the seconds that it took; undefined where it was cancelled. @throws Problem of the run.
 */
export async function bringUpClone(parts: Parts): Promise<number | undefined> {
  const { client, model } = parts;
  const place = placeOf(model.picture);
  const run = await withProgress("Clone", async (watched) => {
    watched.say("Looking for the snapshot");
    await wakeCompany(parts, watched);
    const run = await startRun(client, { ...place, kind: "clone" }, watched.signal);
    const say = ({ name, message }: StageState) => watched.say([name, message].filter(Boolean).join(": "));
    return followToEnd(client, run, say, new AbortController().signal);
  });
  if (run?.status === "failed" && run.problem) throw new Problem(run.problem);
  return run?.status === "succeeded" ? (run.seconds ?? 0) : undefined;
}
