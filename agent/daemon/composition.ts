import type { PracticeCompany, RuntimeChoice } from "../protocol/practice-company.ts";
import type { ReleaseSummary } from "../protocol/release-summary.ts";
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

export interface ShipRequest extends Place {
  readonly ticket?: number | undefined;
  readonly commitMessage?: string | undefined;
}

export interface ReleaseRequest extends Place {
  readonly pullRequest?: number | undefined;
  readonly base?: boolean | undefined;
}

/**
 * What the agent can do, put together from the rooms. The daemon knows this and no room; compose.ts knows the rooms
 * and no daemon.
 */
export interface Composition {
  planShip(request: ShipRequest, birth: RunBirth, ask: AskCredential): Promise<Plan>;
  planRelease(request: ReleaseRequest, birth: RunBirth, ask: AskCredential): Promise<Plan>;
  repositoryState(place: Place): Promise<RepositorySummary>;
  tickets(place: Place, ask: AskCredential): Promise<TicketSummary[]>;
  startTicket(place: Place, ticket: number, ask: AskCredential): Promise<{ ticket: TicketSummary; branch: string }>;
  releases(place: Place, ask: AskCredential): Promise<ReleaseSummary[]>;
  stopPreview(place: Place, change: string): Promise<void>;
  clean(place: Place, all: boolean, ask: AskCredential): Promise<{ removed: string[]; kept: string[] }>;
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
  solvePracticeTicket(company: PracticeCompany, place: Place): Promise<boolean>;
  /** Whether something runs that dies with the agent, such as an app of the process runtime. */
  isNeeded(): boolean;
  close(): Promise<void>;
}
