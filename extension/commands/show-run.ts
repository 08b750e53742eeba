import * as vscode from "vscode";
import type { RunState } from "../../agent/protocol/fold-run.ts";
import type { Parts } from "../parts.ts";
import { currentRun } from "../picture.ts";
import { openStageLog } from "./open-stage-log.ts";

/** Shows the tree, and beside it the log of the stage that matters: the one that failed, or that goes on. */
export async function showRun(parts: Parts): Promise<void> {
  await vscode.commands.executeCommand("slipway.change.focus");
  const run = currentRun(parts.model.picture);
  const stage = run && stageThatMatters(run);
  if (run && stage) await openStageLog(parts, { run: run.id, stage });
}

function stageThatMatters({ stages }: RunState): string | undefined {
  const withStatus = (wanted: string) => stages.find(({ status }) => status === wanted)?.name;
  return withStatus("failed") ?? withStatus("running");
}
