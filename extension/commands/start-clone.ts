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

/** Starts the current change's clone, or finds it running. */
export async function startClone(parts: Parts): Promise<void> {
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
  if (run?.status === "succeeded")
    vscode.window.setStatusBarMessage(`The clone runs (${formatSeconds(run.seconds ?? 0)})`, 5000);
}
