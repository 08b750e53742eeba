import * as vscode from "vscode";
import type { Parts } from "../parts.ts";
import { placeOf } from "../place.ts";

/**
 * Opens a terminal with psql on the current change's clone, which is started first where it does not run. The command
 * line does it, so that the clone's password is nowhere in the editor.
 */
export async function openDatabaseShell({ context, model }: Parts): Promise<void> {
  const { directory } = placeOf(model.picture);
  const change = model.picture.repository?.change;
  const terminal = vscode.window.createTerminal({
    name: change === undefined ? "Clone" : `Clone of ${change}`,
    iconPath: new vscode.ThemeIcon("database"),
    cwd: directory,
    shellPath: process.execPath,
    shellArgs: [context.asAbsolutePath("dist/cli.js"), "clone", "psql", "--start"],
    // In the editor's own process execPath is Electron, which runs as plain Node when told so.
    env: process.versions.electron ? { ELECTRON_RUN_AS_NODE: "1" } : {},
    isTransient: true,
  });
  terminal.show();
}
