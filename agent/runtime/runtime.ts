import type { Connection } from "../database/connection.ts";
import type { Secret } from "../secrets/secret.ts";
import type { Work } from "../work.ts";

/**
 * Where builds, databases and apps run. Stages speak these nouns and never ask which runtime they have:
 * whatever differs is said by {@link Capabilities}. References are plain data, safe to journal.
 */
export interface Runtime {
  readonly kind: RuntimeKind;
  readonly capabilities: Capabilities;
  readonly artifacts: Artifacts;
  readonly databases: Databases;
  readonly workloads: Workloads;
  /** Absent where there are only plain processes. */
  readonly services?: BackingServices | undefined;
  /**
   * Everything that this runtime keeps for Slipway, found by label or path.
   * @param options.sizes says of servers too how much of the disk they take, which takes time.
   */
  owned(options?: { readonly sizes?: boolean }): Promise<Owned[]>;
  /** Removes one owned thing. Removing what is already gone succeeds. */
  remove(one: Owned): Promise<void>;
}

export type RuntimeKind = "docker" | "process";

/** What the runtime can promise about foreign code. */
export interface Capabilities {
  readonly isolation: "container" | "none";
  /** True when a workload started without `egress` has no way out. */
  readonly egressDeny: boolean;
  /** True when memory, CPU and process limits hold. */
  readonly limits: boolean;
  /** What is not protected, as sentences for the person. Empty where all of the above hold. */
  readonly caveats: readonly string[];
}

/** Whose a thing is. `repo` is the repository's slug; `change` the branch's slug, absent for what the repository shares. */
export interface Owner {
  readonly repo: string;
  readonly change?: string | undefined;
}

export interface Owned {
  readonly kind: "artifact" | "snapshot" | "server" | "workload" | "gateway" | "network" | "files";
  readonly id: string;
  readonly name: string;
  readonly owner: Owner;
  /** Of the disk. Of a server it is what is its own, and only where it was asked for. */
  readonly bytes?: number | undefined;
  /** Of a server: the id of the snapshot that it was started from; of a workload: that of its artifact. */
  readonly from?: string | undefined;
  /** True of a server that takes no connections yet. */
  readonly starting?: boolean | undefined;
  /** True of a server that is kept for the next start, and is no change's. */
  readonly spare?: boolean | undefined;
  /** Of a snapshot: when it was sealed; of a server: when it was started. In milliseconds since the epoch. */
  readonly at?: number | undefined;
  /** True for what an agent that has died left half-made, or running for nobody: no other will finish it. */
  readonly abandoned?: boolean | undefined;
}

// ── artifacts ────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Artifacts {
  /** Builds once per key: an artifact that exists under the key is returned as it is, `reused`. */
  build(spec: BuildSpec, work: Work): Promise<ArtifactRef & { reused: boolean }>;
  find(owner: Owner, key: string): Promise<ArtifactRef | undefined>;
}

export interface BuildSpec {
  readonly owner: Owner;
  /** Names the inputs: tree, Dockerfile, arguments, platform. Lower-case hex. */
  readonly key: string;
  /** A directory that holds nothing but the commit's tree. */
  readonly context: string;
  /** Relative to `context`. */
  readonly dockerfile: string;
  readonly target?: string | undefined;
  readonly args: Readonly<Record<string, string>>;
  readonly platform?: string | undefined;
}

export interface ArtifactRef {
  readonly kind: "artifact";
  /** An image's id or a directory. */
  readonly id: string;
  /** For people. */
  readonly name: string;
}

// ── databases ────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Databases {
  /**
   * Starts an empty server, has it filled, stops it cleanly and keeps its data under the key.
   * A failed or cancelled `fill` leaves nothing behind. The same key is never built twice.
   */
  seal(spec: SealSpec, work: Work): Promise<StoredSnapshot & { reused: boolean }>;
  /** The snapshots that a repository has, newest first. */
  list(owner: Owner): Promise<StoredSnapshot[]>;
  /** Starts a server from a snapshot, or finds the one that runs for this owner and snapshot already. */
  start(snapshot: SnapshotRef, owner: Owner, work: Work): Promise<ServerRef>;
  /** Where snapshots come from other machines and go to them; undefined where they are no images. */
  readonly registry?: SnapshotRegistry | undefined;
  /** Servers that are started before they are asked for; undefined where none is kept. */
  readonly spares?: Spares | undefined;
  /** How to reach a started server as its superuser. Throws a Problem when it is gone. */
  reach(server: ServerRef): Promise<Reach>;
  stop(server: ServerRef): Promise<void>;
}

/** At most one server a repository that is started and nobody's: the next that a change asks for. */
export interface Spares {
  /** Has one of this snapshot ready when it resolves, and none of another. */
  keep(snapshot: SnapshotRef, owner: Owner): Promise<void>;
  /** Removes those of the repositories that are meant. */
  drop(isMeant: (owner: Owner) => boolean): Promise<void>;
}

/** Snapshots that travel through a registry of images, under the names that it has for them. */
export interface SnapshotRegistry {
  /** @throws Problem "image-missing" where the registry does not give it, "not-a-snapshot" for another image. */
  pull(owner: Owner, image: string, work: Work): Promise<StoredSnapshot>;
  /** The one that was pulled last under this name. */
  pulled(owner: Owner, image: string): Promise<StoredSnapshot | undefined>;
  /** @returns the digest under which the registry has it. @throws Problem "push-refused". */
  push(snapshot: SnapshotRef, image: string, work: Work): Promise<string>;
}

export interface SealSpec {
  readonly owner: Owner;
  readonly key: string;
  /** The Postgres to build on, where the runtime has a choice: an image's name. */
  readonly baseImage?: string | undefined;
  /** Of the PostgreSQL that the rows come from: without a `baseImage`, one of this major version is built on. */
  readonly postgresMajor?: number | undefined;
  /** Receives a superuser connection to the empty server's `postgres` database. What it gives is kept with the snapshot. */
  fill(superuser: Connection): Promise<SnapshotFacts>;
}

/** What is said about a snapshot to whoever lists it, by short lower-case words; never a secret. */
export type SnapshotFacts = Readonly<Record<string, string>>;

export interface SnapshotRef {
  readonly kind: "snapshot";
  readonly id: string;
  readonly name: string;
  readonly bytes?: number | undefined;
}

/** A snapshot with what is known of it without starting it. */
export interface StoredSnapshot extends SnapshotRef {
  readonly key: string;
  /** When it was sealed, in milliseconds since the epoch. */
  readonly at: number;
  readonly facts: SnapshotFacts;
}

export interface ServerRef {
  readonly kind: "server";
  readonly id: string;
  readonly name: string;
}

/** Two ways to the same server. */
export interface Reach {
  /** From this machine: always 127.0.0.1. */
  readonly host: Connection;
  /** From a workload of the same owner. */
  readonly workload: Connection;
}

// ── services ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** What workloads need beside their database. */
export interface BackingServices {
  /**
   * Has exactly these run for an owner's workloads, each at its name as a host name; resolves when they are well. What
   * runs already as it is wanted stays, and so does what it holds.
   * @throws Problem "image-missing", "service-failed".
   */
  provide(owner: Owner, services: Readonly<Record<string, ServiceSpec>>, work: Work): Promise<void>;
}

export interface ServiceSpec {
  readonly image: string;
  /** In place of the image's own arguments. */
  readonly command?: readonly string[] | undefined;
  readonly env: Readonly<Record<string, string | Secret>>;
}

// ── workloads ────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Workloads {
  /** Runs a command in the artifact to its end. Its output goes to `work.log`. A non-zero exit is a result, not an error. */
  run(spec: RunSpec, work: Work): Promise<Exit>;
  /**
   * Starts an app, waits until it is healthy, moves the route to it and retires the one that served before:
   * no request is lost in between. An app that never becomes healthy is removed, and the old one keeps serving.
   */
  serve(spec: ServeSpec, work: Work): Promise<Served>;
  /** Throws a Problem "port-taken" where a route could not have its fixed port. Leaves all as it was. */
  checkPort(spec: RouteSpec, work: Work): Promise<void>;
  /** What serves a route now, or undefined. */
  serving(owner: Owner, route: string): Promise<Served | undefined>;
  /**
   * What the app that serves a route has printed, both streams together; undefined where none serves.
   * @param after the `next` of an earlier answer: only what came since then. Without it, the end of it all.
   */
  output(owner: Owner, route: string, after?: string): Promise<AppOutput | undefined>;
  /** Ends a route with everything behind it. */
  unserve(owner: Owner, route: string): Promise<void>;
}

/** A piece of what an app has printed. */
export interface AppOutput {
  readonly text: string;
  /** Where to go on; it means something to the runtime alone. Another version of the app begins anew. */
  readonly next: string;
}

export interface RunSpec {
  readonly owner: Owner;
  /** A short word for the container's or the process's name: "migrate", "check-lint". */
  readonly name: string;
  readonly artifact: ArtifactRef;
  /** A shell command line; absent means the artifact's own command. */
  readonly command?: string | undefined;
  readonly env: Readonly<Record<string, string | Secret>>;
  /** A way out of the machine. Default: none. */
  readonly egress?: boolean | undefined;
  /** An existing network to join as well, by name (Docker only): how production's app reaches production's database. */
  readonly network?: string | undefined;
  readonly limits?: Limits | undefined;
}

export interface Limits {
  readonly memoryBytes?: number | undefined;
  readonly cpus?: number | undefined;
  readonly pids?: number | undefined;
}

export interface Exit {
  readonly exitCode: number;
  /** The end of the output, at most 64 KiB, for the error message. */
  readonly tail: string;
  readonly outOfMemory: boolean;
}

/** An address at which versions of an app are served. */
export interface RouteSpec {
  readonly owner: Owner;
  /** Names the address: one route serves one version at a time. "preview", "production". */
  readonly route: string;
  /** The port on 127.0.0.1 that is wanted; another is taken when it is in use. A route keeps its port. */
  readonly preferredPort?: number | undefined;
  /** The port on 127.0.0.1 that it must be: where it cannot be had, nothing is served and nothing is changed. */
  readonly fixedPort?: number | undefined;
  /** Host names under which the route answers besides 127.0.0.1. */
  readonly hostnames: readonly string[];
}

export interface ServeSpec extends RunSpec, RouteSpec {
  /** Names the version that is served: a commit or an image. The same version, given the same, starts nothing new. */
  readonly version: string;
  /** The port that the app listens on. It is also handed over as `PORT`. */
  readonly port: number;
  /** A path that answers 2xx or 3xx when the app is healthy. */
  readonly health: string;
  readonly healthTimeoutSeconds?: number | undefined;
  /** Environment that needs the route's own address, which is known before the app starts. */
  readonly envFor?: ((url: string) => Readonly<Record<string, string>>) | undefined;
  /** How many retired versions stay ready to serve again. Default 0. */
  readonly keep?: number | undefined;
}

export interface Served {
  readonly kind: "served";
  readonly id: string;
  readonly route: string;
  readonly version: string;
  /** `http://127.0.0.1:port`: reachable from this machine. */
  readonly url: string;
  readonly port: number;
}
