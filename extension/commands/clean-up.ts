import * as vscode from "vscode";
import { requests } from "../../agent/protocol/messages.ts";
import type { Parts } from "../parts.ts";
import { placeOf } from "../place.ts";
import { unlessAborted, withProgress } from "../progress.ts";

/** Removes what nothing needs any more, or everything that can be made again. */
export async function cleanUp({ client, model, log }: Parts): Promise<void> {
  const place = placeOf(model.picture);
  const choices = [
    {
      label: "$(trash) What nothing needs any more",
      detail: "Previews and clones of merged, closed and expired changes, older snapshots, leftovers",
      all: false,
    },
    {
      label: "$(clear-all) All that can be made again",
      detail: "The newest snapshot and the images too: the next ship takes longer",
      all: true,
    },
  ];
  const chosen = await vscode.window.showQuickPick(choices, { title: "Clean Up", matchOnDetail: true });
  if (!chosen) return;
  const { removed, kept, notes } = await withProgress("Slipway", ({ signal, say }) => {
    say("Cleaning up");
    return unlessAborted(signal, client.request(requests.clean, { ...place, all: chosen.all }));
  });
  for (const line of [...notes, ...removed.map((name) => `Removed ${name}`), ...kept.map((name) => `Kept ${name}`)])
    log.info(line);
  const show = "Show Log";
  const said = removed.length === 0 ? "There was nothing to remove." : `Removed: ${removed.length}.`;
  if ((await vscode.window.showInformationMessage(said, show)) === show) log.show();
}
