import type { RunState, RunStatus, StageStatus } from "../../protocol/fold-run.ts";
import { textOutput } from "./outcome-lines.ts";

/** What `--json` ends with after a run. */
export interface RunResult {
  readonly kind: "run";
  readonly id: string;
  readonly status: RunStatus;
  readonly previewUrl: string | null;
  /** Where others reach the preview. */
  readonly sharedUrl: string | null;
  readonly pullRequestUrl: string | null;
  readonly productionUrl: string | null;
  readonly stages: readonly { name: string; status: StageStatus; seconds: number }[];
}

export function runResult(run: RunState): RunResult {
  return {
    kind: "run",
    id: run.id,
    status: run.status,
    previewUrl: textOutput(run, "preview.url"),
    sharedUrl: textOutput(run, "preview.sharedUrl"),
    pullRequestUrl: textOutput(run, "pullRequest.url"),
    productionUrl: textOutput(run, "production.url"),
    stages: run.stages.map(({ name, status, seconds = 0 }) => ({ name, status, seconds })),
  };
}
