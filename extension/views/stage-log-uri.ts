import * as vscode from "vscode";

/** The scheme of the documents that hold what a stage has printed. */
export const stageLogScheme = "slipway-log";

export interface StageLogTarget {
  readonly run: string;
  readonly stage: string;
}

/** The tab is named after the stage. */
export function stageLogUri({ run, stage }: StageLogTarget): vscode.Uri {
  return vscode.Uri.from({ scheme: stageLogScheme, path: `/${run}/${stage}.log` });
}

export function readStageLogUri({ path }: vscode.Uri): StageLogTarget | undefined {
  const [, run, stage] = /^\/([^/]+)\/([^/]+)\.log$/.exec(path) ?? [];
  return run && stage ? { run, stage } : undefined;
}
