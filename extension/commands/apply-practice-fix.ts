import * as vscode from "vscode";
import { requests } from "../../agent/protocol/messages.ts";
import type { Parts } from "../parts.ts";
import { placeOf } from "../place.ts";
import { wakeCompany } from "../practice/found-company.ts";
import { withProgress } from "../progress.ts";

/** Solves the branch's ticket of the practice company in the working copy, for whoever wants to see the rest of the way first. */
export async function applyPracticeFix(parts: Parts): Promise<void> {
  const { client, model } = parts;
  const place = placeOf(model.picture);
  const { applied } = await withProgress("Slipway", async (watched) => {
    watched.say("Applying the prepared fix");
    await wakeCompany(parts, watched);
    return client.request(requests.practiceSolve, { ...place, ticket: model.picture.repository?.ticket });
  });
  await model.refresh();
  if (!applied) {
    void vscode.window.showInformationMessage("The fix is in the working copy already: ship it.");
    return;
  }
  const chosen = await vscode.window.showInformationMessage(
    "The fix is in the working copy. Look at it, then ship it.",
    "Ship",
    "Look at It",
  );
  if (chosen === "Ship") await vscode.commands.executeCommand("slipway.ship");
  if (chosen === "Look at It") await vscode.commands.executeCommand("workbench.view.scm");
}
