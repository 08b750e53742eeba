import * as z from "zod/mini";
import { cloneSummary, reachedClone, snapshotSummary } from "./database-summaries.ts";
import { notification, request } from "./define.ts";
import { environmentSummary } from "./environment-summary.ts";
import { finding } from "./finding.ts";
import { practiceCompany, runtimeChoice } from "./practice-company.ts";
import { releaseSummary, wayBackSummary } from "./release-summary.ts";
import { repositorySummary } from "./repository-summary.ts";
import { runEvent, runKind } from "./run-event.ts";
import { ticketSummary } from "./ticket-summary.ts";

const nothing = z.object({});

/**
 * Raised whenever a message changes shape. Client and agent of different numbers say nothing to each other but `hello`,
 * `agent/status` and `agent/stop`: these keep their shapes for ever.
 */
export const protocolVersion = 5;

/** Where a request is about: a folder inside the repository, and the configuration's file where it is not the usual one. */
const place = {
  directory: z.string(),
  config: z.optional(z.string()),
  /** The allow-listed part of the client's environment (client/environment.ts). */
  environment: z.record(z.string(), z.string()),
};

export const runSummary = z.object({
  id: z.string(),
  kind: runKind,
  title: z.string(),
  directory: z.string(),
  change: z.optional(z.string()),
  status: z.enum(["running", "waiting", "succeeded", "failed", "cancelled"]),
  startedAt: z.number(),
  seconds: z.optional(z.number()),
  outputs: z.record(z.string(), z.unknown()),
});
export type RunSummary = z.infer<typeof runSummary>;

/** What a client may ask of the agent. */
export const requests = {
  hello: request(
    "hello",
    z.object({ protocol: z.int(), build: z.string(), client: z.enum(["editor", "cli"]), token: z.string() }),
    z.object({ protocol: z.int(), build: z.string(), pid: z.int() }),
  ),
  agentStatus: request(
    "agent/status",
    nothing,
    z.object({ pid: z.int(), build: z.string(), startedAt: z.number(), clients: z.int(), runs: z.array(z.string()) }),
  ),
  /** Refused while a run is going, unless `force`. */
  agentStop: request("agent/stop", z.object({ force: z.boolean() }), nothing),
  runStart: request(
    "run/start",
    z.object({
      ...place,
      kind: runKind,
      /** ship: the ticket that the change solves. */
      ticket: z.optional(z.int()),
      /** release: the pull request; absent means the branch's own. */
      pullRequest: z.optional(z.int()),
      /** release: deploy the base branch as it is, without a pull request. */
      base: z.optional(z.boolean()),
      /** rollback: the release that is to serve again; absent means the one before what is live. */
      release: z.optional(z.int()),
      /** rollback: what becomes of a database that is ahead of it. */
      database: z.optional(z.enum(["keep", "restore"])),
      /** share: the change whose preview is shared; absent means that of the branch. */
      change: z.optional(z.string()),
      /** ship: commit uncommitted work first, with this message. */
      commitMessage: z.optional(z.string()),
      /** snapshot: give this one (absent: the newest) to a registry, under the name that it has there. */
      push: z.optional(z.object({ image: z.string(), snapshot: z.optional(z.string()) })),
      /** snapshot: get one from a registry, by the name that it has there. */
      pull: z.optional(z.string()),
    }),
    z.object({ run: z.string() }),
  ),
  runCancel: request("run/cancel", z.object({ run: z.string() }), nothing),
  runList: request(
    "run/list",
    z.object({ directory: z.optional(z.string()) }),
    z.object({ runs: z.array(runSummary) }),
  ),
  /** Answers with the events after `after` (0 for all); those that follow arrive as `run/event`. */
  runSubscribe: request(
    "run/subscribe",
    z.object({ run: z.string(), after: z.int() }),
    z.object({ events: z.array(runEvent) }),
  ),
  runUnsubscribe: request("run/unsubscribe", z.object({ run: z.string() }), nothing),
  /** A stage's log from a byte on, at most 256 KiB at a time. */
  runLog: request(
    "run/log",
    z.object({ run: z.string(), stage: z.string(), from: z.int() }),
    z.object({ text: z.string(), next: z.int(), size: z.int() }),
  ),
  /** Looks at what a ship needs but production's database. `forge`: the client can hand over a token without a question. */
  machineCheck: request(
    "machine/check",
    z.object({ ...place, directory: z.optional(z.string()), forge: z.boolean() }),
    z.object({ findings: z.array(finding) }),
  ),
  /** Looks at the working copy alone: quick, and nothing is asked of the remote. */
  repositoryState: request("repository/state", z.object({ ...place }), repositorySummary),
  ticketList: request("ticket/list", z.object({ ...place }), z.object({ tickets: z.array(ticketSummary) })),
  /** Makes the change's branch from the newest base and checks it out. */
  ticketStart: request(
    "ticket/start",
    z.object({ ...place, ticket: z.int() }),
    z.object({ ticket: ticketSummary, branch: z.string() }),
  ),
  releaseList: request("release/list", z.object({ ...place }), z.object({ releases: z.array(releaseSummary) })),
  /** What going back to a release (absent: the one before what is live) would mean. Asks for production's credentials. */
  releaseWayBack: request("release/wayBack", z.object({ ...place, release: z.optional(z.int()) }), wayBackSummary),
  environmentList: request("environment/list", z.object({ ...place }), environmentSummary),
  /** What a preview's app has printed, without `after` the end of it. `next` says where to go on. */
  previewLog: request(
    "preview/log",
    z.object({ ...place, change: z.string(), after: z.optional(z.string()) }),
    z.object({ text: z.string(), next: z.string() }),
  ),
  /** Ends a preview's share; the preview goes on. False where it was not shared. */
  previewUnshare: request(
    "preview/unshare",
    z.object({ ...place, change: z.optional(z.string()) }),
    z.object({ change: z.string(), ended: z.boolean() }),
  ),
  previewStop: request("preview/stop", z.object({ ...place, change: z.string() }), nothing),
  snapshotList: request("snapshot/list", z.object({ ...place }), z.object({ snapshots: z.array(snapshotSummary) })),
  /** By its image's name or its key. Refused while a clone of it runs. */
  snapshotRemove: request(
    "snapshot/remove",
    z.object({ ...place, snapshot: z.string() }),
    z.object({ image: z.string() }),
  ),
  cloneList: request("clone/list", z.object({ ...place }), z.object({ clones: z.array(cloneSummary) })),
  /** The answer holds the clone's password: it is to be used, and not to be written down. */
  cloneReach: request("clone/reach", z.object({ ...place, change: z.optional(z.string()) }), reachedClone),
  /** Makes the developer's database of a clone anew. */
  cloneReset: request(
    "clone/reset",
    z.object({ ...place, change: z.optional(z.string()) }),
    z.object({ change: z.string(), seconds: z.number() }),
  ),
  cloneStop: request(
    "clone/stop",
    z.object({ ...place, change: z.optional(z.string()) }),
    z.object({ change: z.string() }),
  ),
  clean: request(
    "clean",
    z.object({ ...place, all: z.boolean() }),
    z.object({ removed: z.array(z.string()), kept: z.array(z.string()), notes: z.array(z.string()) }),
  ),
  /** Founds or resumes the practice company; says its progress by `practice/progress`. */
  practiceStart: request(
    "practice/start",
    z.object({ runtime: runtimeChoice, environment: z.record(z.string(), z.string()) }),
    practiceCompany,
  ),
  practiceStatus: request("practice/status", nothing, z.object({ company: z.optional(practiceCompany) })),
  practiceStop: request("practice/stop", z.object({ environment: z.record(z.string(), z.string()) }), nothing),
  /** Clones the company's repository into an empty folder, or finds it there. */
  practiceCheckout: request(
    "practice/checkout",
    z.object({ directory: z.string(), environment: z.record(z.string(), z.string()) }),
    nothing,
  ),
  /** Applies the patch that solves a ticket, by default the starter's; false where it was applied before. */
  practiceSolve: request(
    "practice/solve",
    z.object({ ...place, ticket: z.optional(z.int()) }),
    z.object({ applied: z.boolean() }),
  ),
} as const;

/** What the agent may ask of a client. */
export const clientRequests = {
  credentialsGet: request(
    "credentials/get",
    z.object({ run: z.string(), purpose: z.enum(["source", "target", "forge", "app"]), name: z.string() }),
    z.object({ value: z.nullable(z.string()) }),
  ),
} as const;

export const notifications = {
  runEvent: notification("run/event", runEvent),
  /** Something that is no run has changed: a run began or ended, a release, a preview. */
  worldChanged: notification("world/changed", z.object({ seq: z.int() })),
  practiceProgress: notification("practice/progress", z.object({ message: z.string() })),
} as const;
