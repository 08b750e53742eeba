import { isOver, type RunState } from "../../agent/protocol/fold-run.ts";
import type { ProblemData } from "../../agent/protocol/problem-data.ts";
import { currentRun, type Picture } from "../picture.ts";

/** What the indicator says of the current change. */
export type DeployStatus =
  | { readonly kind: "untrusted" }
  | { readonly kind: "connecting" }
  | { readonly kind: "unreachable"; readonly problem: ProblemData }
  /** No folder, no repository or no slipway.json: there is nothing to ship here. */
  | { readonly kind: "unready" }
  | { readonly kind: "idle" }
  | { readonly kind: "shipping"; readonly run: RunState; readonly stage: string }
  | { readonly kind: "deploying"; readonly run: RunState; readonly stage: string }
  | { readonly kind: "preview-ready"; readonly run: RunState }
  | { readonly kind: "live"; readonly run: RunState }
  /** Production serves another release than the change's own. */
  | { readonly kind: "rolled-back"; readonly run: RunState }
  | { readonly kind: "failed"; readonly run: RunState; readonly stage: string; readonly problem: ProblemData };

export function deployStatus(picture: Picture): DeployStatus {
  const { connection, repository } = picture;
  if (connection.kind === "untrusted" || connection.kind === "unreachable") return connection;
  const run = currentRun(picture);
  if (run) return ofRun(run);
  if (connection.kind === "connecting") return connection;
  return repository?.configured ? { kind: "idle" } : { kind: "unready" };
}

function ofRun(run: RunState): DeployStatus {
  const releases = run.kind === "release" || run.kind === "rollback";
  if (!isOver(run)) return { kind: releases ? "deploying" : "shipping", run, stage: currentStages(run) };
  const failed = run.stages.find(({ status }) => status === "failed");
  const problem = run.problem ?? failed?.problem;
  if (run.status === "failed" && problem) return { kind: "failed", run, stage: failed?.name ?? run.kind, problem };
  if (run.kind === "rollback") return { kind: "rolled-back", run };
  return { kind: releases ? "live" : "preview-ready", run };
}

/** The stages that go on, or the next one where none does at this moment. */
function currentStages({ stages }: RunState): string {
  const going = stages.filter(({ status }) => status === "running" || status === "waiting");
  const shown = going.length > 0 ? going : stages.filter(({ status }) => status === "pending").slice(0, 1);
  return shown.map(({ name }) => name).join(", ");
}
