import * as vscode from "vscode";
import { requests } from "../../agent/protocol/messages.ts";
import type { Parts } from "../parts.ts";
import { placeOf } from "../place.ts";
import { withProgress } from "../progress.ts";
import type { Row } from "../views/row.ts";

/** Ends a preview's share; the preview goes on for this machine. */
export async function unsharePreview({ client, model }: Parts, row?: Row): Promise<void> {
  const place = placeOf(model.picture);
  const { change, ended } = await withProgress("Slipway", async ({ say }) => {
    say("Ending the share");
    return client.request(requests.previewUnshare, { ...place, change: row?.about?.change });
  });
  const said = ended
    ? `The preview of ${change} is on this machine only again`
    : `The preview of ${change} is not shared`;
  vscode.window.setStatusBarMessage(said, 5000);
}
