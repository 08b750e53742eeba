import type { Listeners } from "../listeners.ts";
import type { CloneSummary, ReachedClone, SnapshotSummary } from "../protocol/database-summaries.ts";
import type { EnvironmentSummary } from "../protocol/environment-summary.ts";
import type { Finding } from "../protocol/finding.ts";
import type { PracticeCompany, RuntimeChoice } from "../protocol/practice-company.ts";
import type { ReleaseSummary, WayBackSummary } from "../protocol/release-summary.ts";
import type { RepositorySummary } from "../protocol/repository-summary.ts";
import type { TicketSummary } from "../protocol/ticket-summary.ts";
import type { Plan } from "../run/stage.ts";
import type { Secret } from "../secrets/secret.ts";
import type { Asking, Purpose } from "./credential-desk.ts";
import type { RunBirth } from "./run-registry.ts";

/** Where a request is about. */
export interface Place {
  readonly directory: string;
  readonly config?: string | undefined;
  readonly environment: Readonly<Record<string, string>>;
}

/** Gets a credential from whoever may have it. */
export type AskCredential = (purpose: Purpose, name: string, asking: Asking) => Promise<Secret>;

/** A run that is to be planned, and a way to begin another one beside it, for the same client. */
export interface Birth extends RunBirth {
  /** @returns the id of the run that was begun. */
  begin(makePlan: MakePlan): Promise<string>;
}

export type MakePlan = (birth: Birth, ask: AskCredential) => Promise<Plan>;

export interface ShipRequest extends Place {
  readonly ticket?: number | undefined;
  readonly commitMessage?: string | undefined;
}

export interface ReleaseRequest extends Place {
  readonly pullRequest?: number | undefined;
  readonly base?: boolean | undefined;
}

export interface RollbackRequest extends Place {
  readonly release?: number | undefined;
  readonly database?: "keep" | "restore" | undefined;
}

export interface ShareRequest extends Place {
  /** Absent: that of the branch that is checked out. */
  readonly change?: string | undefined;
}

export interface SnapshotRequest extends Place {
  /** Give one to a registry, instead of making one. */
  readonly push?: { readonly image: string; readonly snapshot?: string | undefined } | undefined;
  /** Get one from a registry, by its name there. */
  readonly pull?: string | undefined;
}

/** The runs that go on, now. */
export interface Busy {
  /** Their ids, with those that are being planned. */
  readonly active: readonly string[];
  readonly busyChanges: readonly string[];
}

/**
 * What the agent can do, put together from the rooms. The daemon knows this and no room; compose.ts knows the rooms
 * and no daemon.
 */
export interface Composition {
  /** Fires when something that is no run has changed by itself. */
  readonly changes: Listeners<void>;
  planShip(request: ShipRequest, birth: Birth, ask: AskCredential): Promise<Plan>;
  planRelease(request: ReleaseRequest, birth: Birth, ask: AskCredential): Promise<Plan>;
  planRollback(request: RollbackRequest, birth: Birth, ask: AskCredential): Promise<Plan>;
  planSnapshot(request: SnapshotRequest, birth: Birth, ask: AskCredential): Promise<Plan>;
  /** The clone of the branch that is checked out. */
  planClone(place: Place, birth: Birth, ask: AskCredential): Promise<Plan>;
  planShare(request: ShareRequest, birth: Birth, ask: AskCredential): Promise<Plan>;
  repositoryState(place: Place): Promise<RepositorySummary>;
  tickets(place: Place, ask: AskCredential): Promise<TicketSummary[]>;
  startTicket(
    place: Place,
    ticket: number,
    ask: AskCredential,
    signal: AbortSignal,
  ): Promise<{ ticket: TicketSummary; branch: string }>;
  releases(place: Place, ask: AskCredential): Promise<ReleaseSummary[]>;
  /** @param release absent: the one before what is live. */
  wayBack(place: Place, release: number | undefined, ask: AskCredential): Promise<WayBackSummary>;
  /** @param place without a directory the machine alone is looked at. */
  checkMachine(place: Partial<Place>, ask: AskCredential | undefined): Promise<Finding[]>;
  environments(place: Place): Promise<EnvironmentSummary>;
  previewLog(place: Place, change: string, after: string | undefined): Promise<{ text: string; next: string }>;
  /** Ends a preview's share, and gives its change. @param change absent: that of the branch that is checked out. */
  unsharePreview(place: Place, change: string | undefined): Promise<{ change: string; ended: boolean }>;
  stopPreview(place: Place, change: string): Promise<void>;
  snapshots(place: Place): Promise<SnapshotSummary[]>;
  /** @returns the name of what was removed. */
  removeSnapshot(place: Place, snapshot: string): Promise<string>;
  clones(place: Place): Promise<CloneSummary[]>;
  /** Of the branch that is checked out where no change is named; so are the next two. */
  reachClone(place: Place, change: string | undefined): Promise<ReachedClone>;
  resetClone(place: Place, change: string | undefined): Promise<{ change: string; seconds: number }>;
  /** @returns the change whose clone was stopped. */
  stopClone(place: Place, change: string | undefined): Promise<string>;
  /** @returns the names of what was removed and of what stayed, and sentences about the changes that were ended. */
  clean(
    place: Place,
    options: { readonly all: boolean; readonly busy: Busy },
    ask: AskCredential,
  ): Promise<{ removed: string[]; kept: string[]; notes: string[] }>;
  /** The runtime that the practice company gets. @throws Problem where the wanted one cannot be had. */
  practiceRuntime(choice: RuntimeChoice, environment: Readonly<Record<string, string>>): Promise<"docker" | "process">;
  /** Takes down all that runs for the practice company: previews, clones, its production. Caches stay. */
  endPractice(company: PracticeCompany, environment: Readonly<Record<string, string>>): Promise<void>;
  /** Clones the company's repository into a folder, signed in with the company's own token. */
  checkOutPractice(
    company: PracticeCompany,
    directory: string,
    environment: Readonly<Record<string, string>>,
  ): Promise<void>;
  /** Applies the fix of the starter ticket to a clone; false where it was applied before. */
  solvePracticeTicket(patch: string, place: Place): Promise<boolean>;
  /** Removes what agents that were killed have left half-made. Never rejects. */
  recover(): Promise<void>;
  /** Whether something runs that dies with the agent, such as an app of the process runtime or a shared preview. */
  isNeeded(): boolean;
  close(): Promise<void>;
}
