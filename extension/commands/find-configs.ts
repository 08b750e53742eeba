import { relative } from "node:path";
import * as vscode from "vscode";

/** More than a person would choose from. */
const most = 20;

/** Where slipway.json lies in the window's folders but not at the repository's root: paths from there, sorted. */
export async function findConfigs(root: string): Promise<string[]> {
  const files = await vscode.workspace.findFiles("**/slipway.json", "**/node_modules/**", most);
  return files
    .map(({ fsPath }) => relative(root, fsPath).replaceAll("\\", "/"))
    .filter((path) => !path.startsWith("..") && path !== "slipway.json")
    .sort();
}
