import * as vscode from "vscode";
import type { Model } from "./model.ts";

/** Git commands in a terminal are noticed by what they write; a save may be the first uncommitted work. */
const settle = 500;

/** Has the model look again whenever the working copy may have changed behind its back. */
export function watchWorkingCopy(model: Model): vscode.Disposable {
  let timer: NodeJS.Timeout | undefined;
  const lookSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void model.refresh(), settle);
  };
  const { folder } = model.picture;
  const disposables: vscode.Disposable[] = [
    new vscode.Disposable(() => clearTimeout(timer)),
    vscode.window.onDidChangeWindowState(({ focused }) => focused && lookSoon()),
    vscode.workspace.onDidSaveTextDocument(() => {
      if (model.picture.repository?.dirty === 0) lookSoon();
    }),
  ];
  if (folder !== undefined) {
    const heads = new vscode.RelativePattern(vscode.Uri.file(folder), "{.git/HEAD,**/slipway.json}");
    const watcher = vscode.workspace.createFileSystemWatcher(heads);
    disposables.push(
      watcher,
      watcher.onDidChange(lookSoon),
      watcher.onDidCreate(lookSoon),
      watcher.onDidDelete(lookSoon),
    );
  }
  return vscode.Disposable.from(...disposables);
}
