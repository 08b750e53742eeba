import * as vscode from "vscode";
import type { Parts } from "../parts.ts";
import { configFileOf, placeOf } from "../place.ts";

/** Opens a terminal in which a command of the command line runs: what it prints, the editor never holds. */
export function openTerminal(
  { context, model }: Parts,
  { name, icon, command }: { readonly name: string; readonly icon: string; readonly command: readonly string[] },
): vscode.Terminal {
  const { directory, config } = placeOf(model.picture);
  // A path on the command line counts from the terminal's folder, the setting's from the repository's root.
  const file = config === undefined ? undefined : configFileOf(model.picture);
  const terminal = vscode.window.createTerminal({
    name,
    iconPath: new vscode.ThemeIcon(icon),
    cwd: directory,
    shellPath: process.execPath,
    shellArgs: [context.asAbsolutePath("dist/cli.js"), ...command, ...(file ? ["--config", file] : [])],
    // In the editor's own process execPath is Electron, which runs as plain Node when told so.
    env: process.versions.electron ? { ELECTRON_RUN_AS_NODE: "1" } : {},
    isTransient: true,
  });
  terminal.show();
  return terminal;
}
