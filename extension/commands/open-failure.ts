import { join } from "node:path";
import * as vscode from "vscode";
import type { Parts } from "../parts.ts";
import type { Row } from "../views/row.ts";

/** Opens the file and the line that a failed check names. */
export async function openFailure({ model }: Parts, { about }: Row): Promise<void> {
  const root = model.picture.repository?.root;
  if (root === undefined || !about?.place) return;
  const { file, line, column = 1 } = about.place;
  const at = new vscode.Position(line - 1, column - 1);
  await vscode.window.showTextDocument(vscode.Uri.file(join(root, file)), { selection: new vscode.Range(at, at) });
}
