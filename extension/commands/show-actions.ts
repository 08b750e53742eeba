import * as vscode from "vscode";
import { type Action, actionsFor } from "../indicator/actions.ts";
import type { Parts } from "../parts.ts";

interface Item extends vscode.QuickPickItem {
  readonly action?: Action;
}

/** Offers what makes sense in the state of things. */
export async function showActions({ model }: Parts): Promise<void> {
  const { now, always } = actionsFor(model.picture);
  const separator: Item = { label: "Slipway", kind: vscode.QuickPickItemKind.Separator };
  const chosen = await vscode.window.showQuickPick<Item>([...now.map(asItem), separator, ...always.map(asItem)], {
    title: "Slipway",
    placeHolder: model.picture.repository?.branch ?? "What would you like to do?",
  });
  if (chosen?.action) await vscode.commands.executeCommand(chosen.action.command);
}

function asItem(action: Action): Item {
  const { icon, label, description } = action;
  return { label: `$(${icon}) ${label}`, ...(description === undefined ? {} : { description }), action };
}
