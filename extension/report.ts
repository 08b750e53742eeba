import * as vscode from "vscode";
import { asProblem, isAbort } from "../agent/problem.ts";
import type { ProblemData } from "../agent/protocol/problem-data.ts";
import { type Notice, noticeOf } from "./notice.ts";

/** Says what a command failed by: whole in the log, short in one notification. A cancellation is no failure. */
export function reportError(log: vscode.LogOutputChannel, error: unknown, what: string): void {
  if (isAbort(error) || error instanceof vscode.CancellationError) return;
  const problem = asProblem(error, what);
  log.error(problem.message);
  if (problem.code === "unexpected") log.error(error instanceof Error ? error : String(error));
  void showNotice(noticeOf(problem.toJSON()), problem.usage ? "warning" : "error");
}

/** Says that a run of this window failed. */
export function reportRun(
  log: vscode.LogOutputChannel,
  problem: ProblemData,
  kind: "ship" | "release" | "rollback",
): void {
  log.error(`${kind}: ${[problem.what, problem.where, problem.why, problem.next].filter(Boolean).join("\n")}`);
  void showNotice(noticeOf(problem, kind), problem.usage ? "warning" : "error");
}

async function showNotice({ message, buttons }: Notice, severity: "warning" | "error"): Promise<void> {
  const show = severity === "error" ? vscode.window.showErrorMessage : vscode.window.showWarningMessage;
  const chosen = await show(message, ...buttons.map(({ title }) => title));
  const button = buttons.find(({ title }) => title === chosen);
  if (button) await vscode.commands.executeCommand(button.command);
}
