import { isOver, type RunState, type StageState, type StageStatus } from "../../agent/protocol/fold-run.ts";
import { formatElapsed, formatSeconds } from "../duration.ts";
import { activeRun, newestRollback, newestRun, type Picture } from "../picture.ts";
import { detailRows } from "./detail-rows.ts";
import type { Icon, Row } from "./row.ts";

/** The tree of the current change: its newest ship and release, a rollback after them, and whatever goes on. `now` is milliseconds since the epoch. */
export function rowsOf(picture: Picture, now: number): Row[] {
  const runs = [newestRun(picture, "ship", { cancelled: true }), newestRun(picture, "release", { cancelled: true })];
  const shown = [...new Set([...runs, rollbackSince(picture), activeRun(picture)])]
    .filter((run) => run !== undefined)
    .sort((a, b) => a.startedAt - b.startedAt);
  return shown.map((run) => runRow(run, { label: labelOf(run, picture), expanded: run === shown.at(-1), now }));
}

/** A rollback that came after the change was live: the change is not any more. */
function rollbackSince(picture: Picture): RunState | undefined {
  const [release, rollback] = [newestRun(picture, "release"), newestRollback(picture)];
  return release && rollback && rollback.startedAt > release.startedAt ? rollback : undefined;
}

/** A run of the branch that is checked out needs no name; one of something else says what it is about. */
function labelOf(run: RunState, { repository }: Picture): string {
  if (run.change === undefined || run.change !== repository?.change) return run.title;
  return run.kind.charAt(0).toUpperCase() + run.kind.slice(1);
}

function runRow(run: RunState, { label, expanded, now }: { label: string; expanded: boolean; now: number }): Row {
  return {
    id: run.id,
    label,
    description: runWords(run, now),
    tooltip: `${run.title}, ${runWords(run, now)}`,
    icon: { name: runIcons[run.kind], color: runColors[run.status] },
    kind: isOver(run) ? "run" : "run.active",
    expanded,
    children: run.stages.map((stage) => stageRow(run, stage, now)),
  };
}

function stageRow(run: RunState, stage: StageState, now: number): Row {
  // A row that is known keeps its folding: one that failed is another row, and is unfolded.
  const id = `${run.id}/${stage.name}${stage.status === "failed" ? "/failed" : ""}`;
  const label = stage.name;
  const description = stageWords(stage, now);
  return {
    id,
    label,
    description,
    tooltip: `${label}: ${[statusWords[stage.status], description].filter(Boolean).join(", ")}`,
    icon: icons[stage.status],
    kind: stageKind(run, stage),
    log: stage.status === "pending" ? undefined : { run: run.id, stage: stage.name },
    expanded: stage.status === "failed",
    children: detailRows(id, run, stage),
  };
}

const icons: Readonly<Record<StageStatus, Icon>> = {
  pending: { name: "circle-large-outline", color: "disabledForeground" },
  running: { name: "sync~spin", color: "progressBar.background" },
  waiting: { name: "watch", color: "charts.yellow" },
  succeeded: { name: "pass", color: "testing.iconPassed" },
  failed: { name: "error", color: "testing.iconFailed" },
  skipped: { name: "circle-slash", color: "disabledForeground" },
  cancelled: { name: "stop-circle", color: "disabledForeground" },
};

const runIcons: Readonly<Record<RunState["kind"], string>> = {
  ship: "rocket",
  release: "cloud-upload",
  rollback: "history",
  snapshot: "database",
  clone: "database",
  share: "broadcast",
};

const runColors: Readonly<Record<RunState["status"], string | undefined>> = {
  running: "progressBar.background",
  waiting: "charts.yellow",
  succeeded: "testing.iconPassed",
  failed: "testing.iconFailed",
  cancelled: "disabledForeground",
};

const statusWords: Readonly<Record<StageStatus, string>> = {
  pending: "not begun",
  running: "running",
  waiting: "waiting",
  succeeded: "done",
  failed: "failed",
  skipped: "skipped",
  cancelled: "cancelled",
};

function runWords({ status, startedAt, seconds = 0, waitingFor }: RunState, now: number): string {
  switch (status) {
    case "running":
      return formatElapsed(startedAt, now);
    case "waiting":
      return `waits for ${waitingFor ?? "something"}`;
    case "succeeded":
      return `done in ${formatSeconds(seconds)}`;
    case "failed":
    case "cancelled":
      return `${status} after ${formatSeconds(seconds)}`;
  }
}

function stageWords(stage: StageState, now: number): string | undefined {
  const { status, message, fraction, startedAt, seconds, reused, problem, waitingFor } = stage;
  switch (status) {
    case "running":
      return [
        startedAt === undefined ? "" : formatElapsed(startedAt, now),
        message ?? "",
        fraction === undefined ? "" : `${Math.floor(fraction * 100)} %`,
      ]
        .filter(Boolean)
        .join(" · ");
    case "waiting":
      return `waits for ${waitingFor ?? "something"}`;
    case "succeeded":
      return reused ? "as before" : seconds === undefined ? undefined : formatSeconds(seconds);
    case "failed":
      return problem?.what;
    case "skipped":
      return message;
    case "pending":
    case "cancelled":
      return undefined;
  }
}

/** The stage that made something to look at gets the button that opens it. */
function stageKind({ outputs }: RunState, { name, status }: StageState): Row["kind"] {
  if (status !== "succeeded") return "stage";
  if (name === "preview" && outputs["preview.url"] !== undefined) return "stage.preview";
  if (name === "propose" && outputs["pullRequest.url"] !== undefined) return "stage.pullRequest";
  if ((name === "deploy" || name === "switch") && outputs["production.url"] !== undefined) return "stage.production";
  return "stage";
}
