import * as vscode from "vscode";
import type { Parts } from "../parts.ts";
import type { Row } from "../views/row.ts";

export async function copyLink(_: Parts, { about }: Row): Promise<void> {
  if (about?.url === undefined) return;
  await vscode.env.clipboard.writeText(about.url);
  vscode.window.setStatusBarMessage(`Copied ${about.url}`, 5000);
}
