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
  /** Newest first, with one on top that changed the database and never went live. */
  releases(): Promise<Release[]>;
  /**
   * Brings an artifact into production: keeps the database as it is before a migration, migrates, starts the new
   * version, waits until it is healthy, moves the traffic. Until then the old version serves; a failure leaves it serving.
   */
  deploy(request: DeployRequest, work: Work): Promise<Release>;
  /**
   * Makes a database beside production's as a release's backup has it; production's goes on.
   * @param backup its place.
   * @returns the database's name. @throws Problem "restore-failed".
   */
  restore(backup: string, work: Work): Promise<string>;
  /**
   * Puts a database of the same server in the place of production's, whose sessions end.
   * @param kept the name under which the present one stays; one that says when and why where it is left out.
   * @returns that name.
   */
  replaceDatabase(next: string, kept?: string): Promise<string>;
  /** The tables that were written to since a backup was made, by migrations too; undefined where that is not known. */
  writesSince(backup: Backup): Promise<TableWrites[] | undefined>;
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
  readonly healthTimeoutSeconds?: number | undefined;
  /** A shell command line; absent means the artifact's own command. */
  readonly command?: string | undefined;
  readonly env: Readonly<Record<string, string | Secret>>;
  /** Variables that need production's own address. */
  readonly envFor?: ((url: string) => Readonly<Record<string, string>>) | undefined;
  readonly memoryBytes?: number | undefined;
  /** How production's schema is brought forward; absent where the app has no migrations. */
  readonly migration?: ProductionMigration | undefined;
  /** Where this goes back: the release that is to serve again. */
  readonly backTo?: number | undefined;
  /** Where production's database was replaced before. */
  readonly restored?: RestoredDatabase | undefined;
  /** Says that production is about to change: from here on nothing may be cancelled. */
  onStep?(step: "backup" | "migrate" | "start" | "switch"): void;
}

/** Runs a command in the new image, in production's environment. */
export type RunOnProduction = (command: string) => Promise<Exit>;

export interface ProductionMigration {
  /** The names of the migrations that production lacks, as far as files tell. Asked when the lock is held. */
  pending(): Promise<readonly string[]>;
  /** Whether there may be more to apply than files tell of. It changes nothing. */
  mayBeMore(run: RunOnProduction): Promise<boolean>;
  /** Brings production's schema forward. @returns the names of what was applied. */
  apply(run: RunOnProduction): Promise<readonly string[]>;
  /** What the tool needs in its environment beside the app's own in production. */
  toolEnv?(app: Readonly<Record<string, string | Secret>>): Readonly<Record<string, string | Secret>>;
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
  /** The database as it was before them. */
  readonly backup?: Backup | undefined;
  /** Of one that went back: the number of the release that serves again. */
  readonly backTo?: number | undefined;
  readonly restored?: RestoredDatabase | undefined;
  /** That it changed production's database, or was about to, and does not serve: it failed, was killed, or is on its way. */
  readonly neverLive?: boolean | undefined;
}

/** Production's database as it was when a release was about to migrate it. */
export interface Backup {
  /** A file of this machine, or a database on production's own server. */
  readonly place: string;
  /** When it was begun, in milliseconds since the epoch: what was written later is not in it. */
  readonly at: number;
  /** What had been written by then; absent where that could not be read. */
  readonly writes?: WriteCounters | undefined;
}

/** That production's database was replaced with a backup. */
export interface RestoredDatabase {
  /** The backup's place. */
  readonly backup: string;
  /** The name under which the database before is kept on production's server. */
  readonly kept: string;
}

/** By table, as PostgreSQL counts since its statistics began: rows inserted, updated and deleted. */
export type WriteCounters = Readonly<Record<string, Omit<TableWrites, "table">>>;

/** Rows that were written to a table. */
export interface TableWrites {
  readonly table: string;
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
}
