import * as vscode from "vscode";
import { Problem } from "../../agent/problem.ts";
import type { StageState } from "../../agent/protocol/fold-run.ts";
import { requests } from "../../agent/protocol/messages.ts";
import { formatSeconds } from "../duration.ts";
import { followToEnd } from "../follow-to-end.ts";
import type { Parts } from "../parts.ts";
import { placeOf } from "../place.ts";
import { wakeCompany } from "../practice/found-company.ts";
import { withProgress } from "../progress.ts";

/** Starts the current change's clone, or finds it running. */
export async function startClone(parts: Parts): Promise<void> {
  const { client, model } = parts;
  const place = placeOf(model.picture);
  const run = await withProgress("Clone", async (watched) => {
    watched.say("Looking for the snapshot");
    await wakeCompany(parts, watched);
    const { run } = await client.request(requests.runStart, { ...place, kind: "clone" });
    // What is cancelled ends with a run that says so: nothing is left half-made.
    watched.signal.addEventListener("abort", () => void client.request(requests.runCancel, { run }).catch(() => {}));
    const say = ({ name, message }: StageState) => watched.say([name, message].filter(Boolean).join(": "));
    return followToEnd(client, run, say, new AbortController().signal);
  });
  if (run?.status === "failed" && run.problem) throw new Problem(run.problem);
  if (run?.status === "succeeded")
    vscode.window.setStatusBarMessage(`The clone runs (${formatSeconds(run.seconds ?? 0)})`, 5000);
}
