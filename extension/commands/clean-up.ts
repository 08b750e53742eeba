import * as vscode from "vscode";
import { requests } from "../../agent/protocol/messages.ts";
import type { Parts } from "../parts.ts";
import { placeOf } from "../place.ts";
import { unlessAborted, withProgress } from "../progress.ts";

/** Removes what nothing needs any more, or the caches too. */
export async function cleanUp({ client, model, log }: Parts): Promise<void> {
  const place = placeOf(model.picture);
  const choices = [
    {
      label: "$(trash) What nothing needs any more",
      detail:
        "Previews and clones of changes that are merged, closed, expired or without a branch, older snapshots, leftovers",
      all: false,
    },
    {
      label: "$(clear-all) The caches too",
      detail: "The newest snapshot and the images, where no open change uses them: the next ship takes longer",
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
