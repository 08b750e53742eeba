import * as vscode from "vscode";
import type { Parts } from "../parts.ts";
import { placeOf } from "../place.ts";
import type { Row } from "../views/row.ts";

/**
 * Opens a terminal with psql on a change's clone; the current one's is started first where it does not run. The command
 * line does it, so that the clone's password is nowhere in the editor.
 */
export async function openDatabaseShell({ context, model }: Parts, row?: Row): Promise<void> {
  const { directory } = placeOf(model.picture);
  const here = model.picture.repository?.change;
  const change = row?.about?.change ?? here;
  // Only the change that is checked out can be given a clone.
  const which = change === here ? ["--start"] : ["--change", change ?? ""];
  const terminal = vscode.window.createTerminal({
    name: change === undefined ? "Clone" : `Clone of ${change}`,
    iconPath: new vscode.ThemeIcon("database"),
    cwd: directory,
    shellPath: process.execPath,
    shellArgs: [context.asAbsolutePath("dist/cli.js"), "clone", "psql", ...which],
    // In the editor's own process execPath is Electron, which runs as plain Node when told so.
    env: process.versions.electron ? { ELECTRON_RUN_AS_NODE: "1" } : {},
    isTransient: true,
  });
  terminal.show();
}
