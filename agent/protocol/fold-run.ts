import type { ProblemData } from "./problem-data.ts";
import type { RunEvent, RunKind } from "./run-event.ts";
import { withDependents } from "./with-dependents.ts";

export type RunStatus = "running" | "waiting" | "succeeded" | "failed" | "cancelled";
export type StageStatus = "pending" | "running" | "waiting" | "succeeded" | "failed" | "skipped" | "cancelled";

/** One stage as it stands. */
export interface StageState {
  readonly name: string;
  readonly needs: readonly string[];
  readonly status: StageStatus;
  readonly message?: string;
  /** While the status is "waiting". */
  readonly waitingFor?: string;
  readonly fraction?: number | undefined;
  /** Milliseconds since the epoch. */
  readonly startedAt?: number;
  readonly seconds?: number;
  readonly reused?: boolean;
  readonly logBytes: number;
  readonly problem?: ProblemData;
  readonly output?: unknown;
}

/** A run as it stands: the fold of its events up to `seq`. */
export interface RunState {
  readonly id: string;
  readonly seq: number;
  readonly kind: RunKind;
  readonly title: string;
  readonly directory: string;
  readonly change?: string | undefined;
  readonly status: RunStatus;
  readonly startedAt: number;
  readonly seconds?: number;
  readonly waitingFor?: string | undefined;
  readonly stages: readonly StageState[];
  /** Named outputs such as `preview.url`; later ones win. */
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly problem?: ProblemData;
}

/** True once nothing more will happen. */
export function isOver(run: Pick<RunState, "status">): boolean {
  return run.status === "succeeded" || run.status === "failed" || run.status === "cancelled";
}

/** Adds one event to the picture. An event that was folded already changes nothing, so re-delivery is harmless. */
export function foldRun(state: RunState | undefined, event: RunEvent): RunState | undefined {
  if (!state) return event.type === "started" && event.plan ? begin(event, event.plan) : undefined;
  if (event.seq <= state.seq) return state;
  const next = { ...state, seq: event.seq };
  return event.stage === undefined ? foldWhole(next, event) : foldStage(next, event.stage, event);
}

function begin(event: RunEvent, plan: NonNullable<Extract<RunEvent, { type: "started" }>["plan"]>): RunState {
  return {
    id: event.run,
    seq: event.seq,
    kind: plan.kind,
    title: plan.title,
    directory: plan.directory,
    change: plan.change,
    status: "running",
    startedAt: event.at,
    stages: plan.stages.map((stage) => notBegun({ ...stage, logBytes: 0 })),
    outputs: {},
  };
}

function foldWhole(run: RunState, event: RunEvent): RunState {
  switch (event.type) {
    case "started":
      return event.plan ? { ...run, stages: event.plan.stages.map((planned) => replan(run, planned)) } : run;
    case "output":
      return { ...run, outputs: { ...run.outputs, [event.name]: event.value } };
    case "waiting":
      return { ...run, status: "waiting", waitingFor: event.for };
    case "succeeded":
    case "cancelled":
      return { ...run, status: event.type, seconds: event.seconds, waitingFor: undefined };
    case "failed":
      return { ...run, status: "failed", seconds: event.seconds, problem: event.problem, waitingFor: undefined };
    default:
      return run;
  }
}

/** A run that turns out to have more to do announces all its stages anew. */
function replan({ stages }: RunState, planned: Pick<StageState, "name" | "needs">): StageState {
  const known = stages.find(({ name }) => name === planned.name);
  return known ? { ...known, ...planned } : notBegun({ ...planned, logBytes: 0 });
}

function notBegun({ name, needs, logBytes }: Pick<StageState, "name" | "needs" | "logBytes">): StageState {
  return { name, needs, logBytes, status: "pending" };
}

/** What a stage made is outdated as soon as it begins again, and so is all that came of it. */
function beginAgain(stages: readonly StageState[], first: string): readonly StageState[] {
  if (stages.find(({ name }) => name === first)?.status === "pending") return stages;
  const outdated = withDependents(stages, first);
  return stages.map((stage) => (outdated.has(stage.name) ? notBegun(stage) : stage));
}

function foldStage(run: RunState, name: string, event: RunEvent): RunState {
  const outputs =
    event.type === "output" && !event.name.startsWith("act:")
      ? { ...run.outputs, [event.name]: event.value }
      : run.outputs;
  const before = event.type === "started" ? beginAgain(run.stages, name) : run.stages;
  const stages = before.map((stage) => (stage.name === name ? { ...stage, ...stageChange(event) } : stage));
  if (isOver(run)) return { ...run, outputs, stages };
  const waiting = stages.find((stage) => stage.status === "waiting");
  return { ...run, outputs, stages, status: waiting ? "waiting" : "running", waitingFor: waiting?.waitingFor };
}

function stageChange(event: RunEvent): Partial<StageState> {
  switch (event.type) {
    case "started":
      return { status: "running", startedAt: event.at };
    case "progress":
      return { status: "running", message: event.message, fraction: event.fraction };
    case "waiting":
      return { status: "waiting", waitingFor: event.for };
    case "succeeded":
      return { status: "succeeded", seconds: event.seconds, reused: event.reused ?? false, output: event.output };
    case "failed":
      return { status: "failed", seconds: event.seconds, problem: event.problem };
    case "skipped":
      return { status: "skipped", message: event.reason };
    case "cancelled":
      return { status: "cancelled", seconds: event.seconds };
    case "log":
      return { logBytes: event.bytes };
    case "output":
      return {};
  }
}
