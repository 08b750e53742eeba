import * as vscode from "vscode";
import { setConfig } from "../config-setting.ts";
import type { Parts } from "../parts.ts";
import { configFileOf, placeOf } from "../place.ts";
import { findConfigs } from "./find-configs.ts";
import { openTerminal } from "./open-terminal.ts";

/**
 * Has `slipway init` write slipway.json, in a terminal, and opens it: its comments say what is left to do. Where some lie
 * beside the apps of a bigger repository already, one of them can be used instead.
 */
export async function writeConfig(parts: Parts): Promise<void> {
  const { model } = parts;
  const { directory, config } = placeOf(model.picture);
  const { repository } = model.picture;
  const others = config === undefined && repository?.configured === false ? await findConfigs(repository.root) : [];
  if (others.length > 0) {
    const choice = await choose(others);
    if (choice === undefined) return;
    if (choice.path !== undefined) return setConfig(directory, choice.path);
  }
  const terminal = openTerminal(parts, { name: "slipway init", icon: "new-file", command: ["init"] });
  // One that failed stays, with what it said, until the person closes it.
  if ((await exitCode(terminal)) !== 0) return;
  // It may lie outside of the window's folder, where nothing is watched.
  await model.refresh();
  await vscode.window.showTextDocument(vscode.Uri.file(configFileOf(model.picture) ?? directory));
}

/** @returns without a path where another one is to be written. */
async function choose(paths: readonly string[]): Promise<{ readonly path: string | undefined } | undefined> {
  const choices = [
    ...paths.map((path) => ({ label: `Use ${path}`, detail: "Sets slipway.config for this folder", path })),
    { label: "Write one at the repository's root", detail: "From what its files say", path: undefined },
  ];
  return vscode.window.showQuickPick(choices, { title: "slipway.json" });
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
