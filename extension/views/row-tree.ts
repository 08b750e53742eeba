import * as vscode from "vscode";
import type { CommandId } from "../commands/ids.ts";
import type { Icon, Row } from "./row.ts";

/** Several changes in this many milliseconds are drawn once. */
const breath = 100;
/** How often the times of what goes on are shown anew, in milliseconds. */
const tick = 1000;

export interface RowTreeOptions {
  /** The view's id, as the manifest has it. */
  readonly view: string;
  rows(): readonly Row[];
  /** What stands beside the view's title. */
  description?(): string;
  /** Whether something is shown whose time passes. */
  goesOn?(): boolean;
  /** Called when the person begins to see the view. */
  onVisible?(): void;
}

/** A view that shows rows. */
export class RowTree implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  readonly #changes = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changes.event;
  readonly #options: RowTreeOptions;
  readonly #view: vscode.TreeView<Row>;
  readonly #visibility: vscode.Disposable;
  #clock: NodeJS.Timeout | undefined;
  #drawing: NodeJS.Timeout | undefined;

  constructor(options: RowTreeOptions) {
    this.#options = options;
    this.#view = vscode.window.createTreeView(options.view, { treeDataProvider: this, showCollapseAll: false });
    this.#visibility = this.#view.onDidChangeVisibility(({ visible }) => {
      if (visible) options.onVisible?.();
    });
    this.#draw();
  }

  get visible(): boolean {
    return this.#view.visible;
  }

  /** What is shown has changed. */
  drawSoon(): void {
    this.#drawing ??= setTimeout(() => this.#draw(), breath);
  }

  getTreeItem(row: Row): vscode.TreeItem {
    const item = new vscode.TreeItem(row.label, foldingOf(row));
    item.id = row.id;
    item.description = row.description ?? false;
    item.tooltip = row.tooltip;
    item.contextValue = row.kind;
    item.iconPath = row.icon && themeIcon(row.icon);
    item.accessibilityInformation = { label: row.tooltip ?? [row.label, row.description].filter(Boolean).join(", ") };
    item.command = commandOf(row);
    return item;
  }

  getChildren(row?: Row): Row[] {
    return [...(row ? row.children : this.#options.rows())];
  }

  dispose(): void {
    clearInterval(this.#clock);
    clearTimeout(this.#drawing);
    this.#visibility.dispose();
    this.#view.dispose();
    this.#changes.dispose();
  }

  #draw(): void {
    this.#drawing = undefined;
    this.#view.description = this.#options.description?.() ?? "";
    this.#changes.fire(undefined);
    clearInterval(this.#clock);
    if (this.#options.goesOn?.()) this.#clock = setInterval(() => this.#changes.fire(undefined), tick);
  }
}

function commandOf(row: Row): vscode.Command | undefined {
  const log: CommandId = "slipway.openStageLog";
  if (row.log) return { command: log, title: "Open Log", arguments: [row.log] };
  return row.click && { command: row.click, title: "Open", arguments: [row] };
}

function foldingOf({ children, expanded }: Row): vscode.TreeItemCollapsibleState {
  if (children.length === 0) return vscode.TreeItemCollapsibleState.None;
  return expanded ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed;
}

function themeIcon({ name, color }: Icon): vscode.ThemeIcon {
  return new vscode.ThemeIcon(name, color === undefined ? undefined : new vscode.ThemeColor(color));
}
