import * as vscode from "vscode";
import { requests } from "../../agent/protocol/messages.ts";
import { formatSeconds } from "../duration.ts";
import type { Parts } from "../parts.ts";
import { placeOf } from "../place.ts";
import type { Row } from "../views/row.ts";

const confirmation = "Reset";

/** Makes a change's database `dev` anew, as it came from production; the current one's where no row says another. */
export async function resetClone({ client, model }: Parts, row?: Row): Promise<void> {
  const place = placeOf(model.picture);
  const chosen = await vscode.window.showWarningMessage(
    "Reset the clone's database?",
    { modal: true, detail: "What was written to it is lost. The preview has a database of its own and keeps it." },
    confirmation,
  );
  if (chosen !== confirmation) return;
  const { change, seconds } = await client.request(requests.cloneReset, {
    ...place,
    change: row?.about?.change,
  });
  vscode.window.setStatusBarMessage(
    `The database of ${change} is as it came from production (${formatSeconds(seconds)})`,
    5000,
  );
}
