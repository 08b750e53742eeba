import * as vscode from "vscode";
import type { Model } from "../model.ts";
import { activeRun } from "../picture.ts";
import { RowTree } from "./row-tree.ts";
import { rowsOf } from "./rows.ts";

/** The view "This Change": the stages of the current change's runs, live. */
export function changeTree(model: Model): vscode.Disposable {
  const tree = new RowTree({
    view: "slipway.change",
    rows: () => rowsOf(model.picture, Date.now()),
    description: () => model.picture.repository?.branch ?? "",
    goesOn: () => activeRun(model.picture) !== undefined,
  });
  return vscode.Disposable.from(tree, new vscode.Disposable(model.changes.add(() => tree.drawSoon())));
}
