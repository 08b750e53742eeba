import type { Connection } from "../database/connection.ts";
import type { ArtifactRef, Exit } from "../runtime/runtime.ts";
import type { Secret } from "../secrets/secret.ts";
import type { Work } from "../work.ts";

/** Where production runs. */
export interface Target {
  /** "docker", "process": for messages. */
  readonly kind: string;
  /** One release at a time: throws a Problem "target-busy" while another one holds the target. */
  lock(run: string): Promise<TargetLock>;
  /** What is live now, or undefined before the first release. */
  live(): Promise<Release | undefined>;
  /** Production's database as this machine reaches it. */
  database(): Promise<Connection>;
  /** Newest first. */
  releases(): Promise<Release[]>;
  /**
   * Brings an artifact into production: keeps the database as it is before a migration, migrates, starts the new
   * version, waits until it is healthy, moves the traffic. Until then the old version serves; a failure leaves it serving.
   */
  deploy(request: DeployRequest, work: Work): Promise<Release>;
}

export interface TargetLock {
  release(): Promise<void>;
}

export interface DeployRequest {
  readonly artifact: ArtifactRef;
  readonly commit: string;
  readonly title: string;
  readonly pullRequest?: number | undefined;
  /** The port on which the app listens, and the path that says that it is healthy. */
  readonly port: number;
  readonly health: string;
  /** A shell command line; absent means the artifact's own command. */
  readonly command?: string | undefined;
  readonly env: Readonly<Record<string, string | Secret>>;
  /** Variables that need production's own address. */
  readonly envFor?: ((url: string) => Readonly<Record<string, string>>) | undefined;
  readonly memoryBytes?: number | undefined;
  /** How production's schema is brought forward; absent where the app has no migrations. */
  readonly migration?: ProductionMigration | undefined;
  /** Says that production is about to change: from here on nothing may be cancelled. */
  onStep?(step: "backup" | "migrate" | "start" | "switch"): void;
}

export interface ProductionMigration {
  /** The names of the migrations that production lacks. Asked when the lock is held. */
  pending(): Promise<readonly string[]>;
  /** Brings production's schema forward. `run` starts a command in the new image, in production's environment. */
  apply(run: (command: string) => Promise<Exit>): Promise<void>;
}

/** What is or was live. */
export interface Release {
  readonly number: number;
  readonly commit: string;
  readonly title: string;
  readonly pullRequest?: number | undefined;
  readonly artifact: ArtifactRef;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly url: string;
  /** The migrations that this release applied. */
  readonly migrations: readonly string[];
  /** Where the database as it was before them is kept. */
  readonly backup?: string | undefined;
}
