import * as vscode from "vscode";

/** Opens a page outside; a port of this machine is forwarded where VS Code runs elsewhere. @returns whether it opened. */
export async function openUrl(url: string): Promise<boolean> {
  return vscode.env.openExternal(vscode.Uri.parse(url, true));
}
