import * as vscode from "vscode";
import type { Parts } from "../parts.ts";
import { stageLogUri } from "../views/stage-log-uri.ts";

/** Opens what a stage has printed, at its end: there stands how it ended, and there it grows. */
export async function openStageLog(_parts: Parts, target: { run: string; stage: string } | undefined): Promise<void> {
  if (!target) return;
  const document = await vscode.workspace.openTextDocument(stageLogUri(target));
  const end = document.lineAt(document.lineCount - 1).range.end;
  await vscode.window.showTextDocument(document, { preview: true, selection: new vscode.Range(end, end) });
}
