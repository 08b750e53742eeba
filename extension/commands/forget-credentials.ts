import * as vscode from "vscode";
import type { Parts } from "../parts.ts";

/** Lets the person drop what was stored: a value that was mistyped is asked for again at the next run. */
export async function forgetCredentials({ credentials }: Parts): Promise<void> {
  const items = credentials.stored().map(({ key, name, neededFor }) => ({ label: name, description: neededFor, key }));
  if (items.length === 0) {
    void vscode.window.showInformationMessage("Slipway has stored no credentials.");
    return;
  }
  const chosen = await vscode.window.showQuickPick(items, {
    title: "Forget Stored Credentials",
    placeHolder: "They are asked for again when a run needs them",
    canPickMany: true,
  });
  if (chosen) await credentials.forget(chosen.map(({ key }) => key));
}
