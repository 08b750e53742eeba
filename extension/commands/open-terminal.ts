import * as vscode from "vscode";
import type { Parts } from "../parts.ts";
import { placeOf } from "../place.ts";

/** Opens a terminal in which a command of the command line runs: what it prints, the editor never holds. */
export function openTerminal(
  { context, model }: Parts,
  { name, icon, command }: { readonly name: string; readonly icon: string; readonly command: readonly string[] },
): vscode.Terminal {
  const terminal = vscode.window.createTerminal({
    name,
    iconPath: new vscode.ThemeIcon(icon),
    cwd: placeOf(model.picture).directory,
    shellPath: process.execPath,
    shellArgs: [context.asAbsolutePath("dist/cli.js"), ...command],
    // In the editor's own process execPath is Electron, which runs as plain Node when told so.
    env: process.versions.electron ? { ELECTRON_RUN_AS_NODE: "1" } : {},
    isTransient: true,
  });
  terminal.show();
  return terminal;
}
