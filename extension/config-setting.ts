import * as vscode from "vscode";
import type { Model } from "./model.ts";

/** The path of slipway.json from the repository's root that a folder's settings name; undefined for the usual one. */
export function configSetting(folder: string | undefined): string | undefined {
  return settingsOf(folder).get<string>("config", "").trim() || undefined;
}

/** Has the folder's settings name this path. */
export async function setConfig(folder: string, path: string): Promise<void> {
  await settingsOf(folder).update("config", path, vscode.ConfigurationTarget.WorkspaceFolder);
}

/** Has the model follow the setting. */
export function watchConfigSetting(model: Model): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration("slipway.config")) model.configure(configSetting(model.picture.folder));
  });
}

function settingsOf(folder: string | undefined): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration("slipway", folder === undefined ? undefined : vscode.Uri.file(folder));
}
