import { join } from "node:path";
import * as vscode from "vscode";
import type { Parts } from "../parts.ts";
import { placeOf } from "../place.ts";
import { openTerminal } from "./open-terminal.ts";

/** Has `slipway init` write slipway.json, in a terminal, and opens it: its comments say what is left to do. */
export async function writeConfig(parts: Parts): Promise<void> {
  const { directory } = placeOf(parts.model.picture);
  const terminal = openTerminal(parts, { name: "slipway init", icon: "new-file", command: ["init"] });
  // One that failed stays, with what it said, until the person closes it.
  if ((await exitCode(terminal)) !== 0) return;
  await vscode.window.showTextDocument(vscode.Uri.file(join(directory, "slipway.json")));
}

function exitCode(terminal: vscode.Terminal): Promise<number | undefined> {
  return new Promise((resolve) => {
    const listening = vscode.window.onDidCloseTerminal((closed) => {
      if (closed !== terminal) return;
      listening.dispose();
      resolve(terminal.exitStatus?.code);
    });
  });
}
