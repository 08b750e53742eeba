import { isOver, type RunState } from "../agent/protocol/fold-run.ts";
import type { PracticeCompany } from "../agent/protocol/practice-company.ts";
import type { ProblemData } from "../agent/protocol/problem-data.ts";
import type { RepositorySummary } from "../agent/protocol/repository-summary.ts";
import type { RunKind } from "../agent/protocol/run-event.ts";

/** Whether the agent can be asked. */
export type Connection =
  /** Nothing is started for a folder that the person does not trust. */
  | { readonly kind: "untrusted" }
  | { readonly kind: "connecting" }
  | { readonly kind: "connected" }
  | { readonly kind: "unreachable"; readonly problem: ProblemData };

/** All that this window knows. It is replaced as a whole whenever something changes, and never edited. */
export interface Picture {
  readonly connection: Connection;
  /** The folder that the window works on. */
  readonly folder: string | undefined;
  /** slipway.json's path from the repository's root, as the folder's settings name it; undefined for the usual one. */
  readonly config: string | undefined;
  /** The folder's repository as the agent saw it last; absent where it is none. */
  readonly repository: RepositorySummary | undefined;
  /** The practice company, while it runs. */
  readonly company: PracticeCompany | undefined;
  /** The repository's runs that are followed, newest first. */
  readonly runs: readonly RunState[];
  /** Whether the current change's preview was looked at from this window. */
  readonly previewSeen: boolean;
  /** Whether GitHub can be reached as somebody. */
  readonly forgeConnected: boolean;
}

/** What is known before anything was asked. */
export function firstPicture(folder: string | undefined, trusted: boolean, config?: string): Picture {
  return {
    connection: { kind: trusted ? "connecting" : "untrusted" },
    folder,
    config,
    repository: undefined,
    company: undefined,
    runs: [],
    previewSeen: false,
    forgeConnected: false,
  };
}

/** What takes a change towards production; a snapshot that is made in the background is nobody's concern here. */
const deliveries: readonly RunKind[] = ["ship", "release", "rollback"];

/** The run that goes on: one of the current change before any other. */
export function activeRun(picture: Picture): RunState | undefined {
  const active = picture.runs.filter((run) => !isOver(run) && deliveries.includes(run.kind));
  return active.find((run) => isOfChange(run, picture)) ?? active[0];
}

/** The current change's newest run of a kind. One that was cancelled counts only where `cancelled` is wanted too. */
export function newestRun(
  picture: Picture,
  kind: RunKind,
  { cancelled = false }: { cancelled?: boolean } = {},
): RunState | undefined {
  return picture.runs.find(
    (run) => run.kind === kind && isOfChange(run, picture) && (cancelled || run.status !== "cancelled"),
  );
}

/**
 * What the current change has come to: the run that goes on, or the newest one that was not cancelled. A rollback is of
 * no change, and concerns those that were live before it.
 */
export function currentRun(picture: Picture): RunState | undefined {
  const active = activeRun(picture);
  if (active) return active;
  const release = newestRun(picture, "release");
  const rollback = release && newestRollback(picture);
  const runs = [newestRun(picture, "ship"), release, rollback].filter((run) => run !== undefined);
  return runs.sort((a, b) => b.startedAt - a.startedAt)[0];
}

/** The newest rollback of the repository that was not cancelled. */
export function newestRollback({ runs }: Picture): RunState | undefined {
  return runs.find(({ kind, status }) => kind === "rollback" && status !== "cancelled");
}

/** A text among the outputs of the current change's newest run of a kind. */
export function outputOf(picture: Picture, kind: RunKind, name: string): string | undefined {
  const value = newestRun(picture, kind)?.outputs[name];
  return typeof value === "string" ? value : undefined;
}

function isOfChange(run: RunState, { repository }: Picture): boolean {
  return repository?.change !== undefined && run.change === repository.change;
}
