import * as vscode from "vscode";
import { Problem } from "../../agent/problem.ts";
import { followToEnd } from "../follow-to-end.ts";
import type { Parts } from "../parts.ts";
import { placeOf } from "../place.ts";
import { withProgress } from "../progress.ts";
import { startRun } from "../start-run.ts";
import type { Row } from "../views/row.ts";
import { openUrl } from "./open-url.ts";

/** Makes a preview reachable for others, or finds it so, and offers its link; the current change's where no row says another. */
export async function sharePreview({ client, model }: Parts, row?: Row): Promise<void> {
  const place = placeOf(model.picture);
  const shared = await withProgress("Share Preview", async ({ say, signal }) => {
    say("Starting what lets others in");
    const run = await startRun(client, { ...place, kind: "share", change: row?.about?.change }, signal);
    return followToEnd(client, run, ({ message }) => message && say(message), new AbortController().signal);
  });
  if (shared?.status === "failed" && shared.problem) throw new Problem(shared.problem);
  const url = shared?.outputs["preview.sharedUrl"];
  if (shared?.status === "succeeded" && typeof url === "string") void offer(url);
}

async function offer(url: string): Promise<void> {
  const said = `Anyone with the link can open the preview, while this machine is on: ${url}`;
  const chosen = await vscode.window.showInformationMessage(said, "Copy Link", "Open");
  if (chosen === "Copy Link") await vscode.env.clipboard.writeText(url);
  if (chosen === "Open") await openUrl(url);
}
