import * as vscode from "vscode";
import { requests } from "../../agent/protocol/messages.ts";
import type { Parts } from "../parts.ts";
import { placeOf } from "../place.ts";
import { withProgress } from "../progress.ts";
import type { Row } from "../views/row.ts";

const confirmation = "Stop and Remove";

/** Takes down a change's preview with its clone, or the clone alone. */
export async function stopEnvironment({ client, model }: Parts, { kind, about }: Row): Promise<void> {
  const change = about?.change;
  if (change === undefined) return;
  const place = placeOf(model.picture);
  const what = kind === "clone" ? "clone" : "preview and the clone";
  const chosen = await vscode.window.showWarningMessage(
    `Stop the ${what} of ${change}?`,
    { modal: true, detail: "What was written to the clone is lost. The branch and the pull request stay." },
    confirmation,
  );
  if (chosen !== confirmation) return;
  await withProgress("Slipway", async ({ say }) => {
    say(`Stopping the ${what} of ${change}`);
    if (kind === "clone") await client.request(requests.cloneStop, { ...place, change });
    else await client.request(requests.previewStop, { ...place, change });
  });
}
