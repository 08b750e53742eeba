import * as vscode from "vscode";
import { requests } from "../../agent/protocol/messages.ts";
import type { Parts } from "../parts.ts";
import { activeRun } from "../picture.ts";

/** Ends the run that goes on. The agent refuses where production is being changed already. */
export async function cancel({ client, model }: Parts): Promise<void> {
  const run = activeRun(model.picture);
  if (run) await client.request(requests.runCancel, { run: run.id });
  else void vscode.window.showInformationMessage("Nothing goes on that could be cancelled.");
}
