import * as vscode from "vscode";
import type { CommandId } from "../commands/ids.ts";
import type { Model } from "../model.ts";
import { activeRun } from "../picture.ts";
import type { Icon, Row } from "./row.ts";
import { rowsOf } from "./rows.ts";

/** The view's id, as the manifest has it. */
const view = "slipway.change";
/** Several pictures in this many milliseconds are drawn once. */
const breath = 100;
/** How often the times of what goes on are shown anew, in milliseconds. */
const tick = 1000;

/** The tree "This Change": the stages of the current change's runs, live. */
export class ChangeTree implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  readonly #changes = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changes.event;
  readonly #model: Model;
  readonly #view: vscode.TreeView<Row>;
  readonly #stop: () => void;
  #clock: NodeJS.Timeout | undefined;
  #drawing: NodeJS.Timeout | undefined;

  constructor(model: Model) {
    this.#model = model;
    this.#view = vscode.window.createTreeView(view, { treeDataProvider: this, showCollapseAll: false });
    this.#stop = model.changes.add(() => {
      this.#drawing ??= setTimeout(() => this.#draw(), breath);
    });
    this.#draw();
  }

  getTreeItem(row: Row): vscode.TreeItem {
    const item = new vscode.TreeItem(row.label, foldingOf(row));
    item.id = row.id;
    item.description = row.description ?? false;
    item.tooltip = row.tooltip;
    item.contextValue = row.kind;
    item.iconPath = row.icon && themeIcon(row.icon);
    item.accessibilityInformation = { label: row.tooltip ?? [row.label, row.description].filter(Boolean).join(", ") };
    if (row.log) {
      const command: CommandId = "slipway.openStageLog";
      item.command = { command, title: "Open Log", arguments: [row.log] };
    }
    return item;
  }

  getChildren(row?: Row): Row[] {
    return row ? [...row.children] : rowsOf(this.#model.picture, Date.now());
  }

  dispose(): void {
    clearInterval(this.#clock);
    clearTimeout(this.#drawing);
    this.#stop();
    this.#view.dispose();
    this.#changes.dispose();
  }

  #draw(): void {
    const { picture } = this.#model;
    this.#drawing = undefined;
    this.#view.description = picture.repository?.branch ?? "";
    this.#changes.fire(undefined);
    clearInterval(this.#clock);
    if (activeRun(picture)) this.#clock = setInterval(() => this.#changes.fire(undefined), tick);
  }
}

function foldingOf({ children, expanded }: Row): vscode.TreeItemCollapsibleState {
  if (children.length === 0) return vscode.TreeItemCollapsibleState.None;
  return expanded ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed;
}

function themeIcon({ name, color }: Icon): vscode.ThemeIcon {
  return new vscode.ThemeIcon(name, color === undefined ? undefined : new vscode.ThemeColor(color));
}
