import * as z from "zod/mini";
import { problemData } from "./problem-data.ts";

/** The kinds of run (DESIGN §2). */
export const runKind = z.enum(["ship", "release", "rollback", "snapshot", "clone", "share"]);
export type RunKind = z.infer<typeof runKind>;

/** A stage as a plan announces it. */
const plannedStage = z.object({ name: z.string(), needs: z.array(z.string()) });

/** What every event carries. `seq` counts from 1 without gaps within a run; `at` is milliseconds since the epoch. */
const common = { seq: z.int(), at: z.number(), run: z.string() };
/** Absent where the event is about the run as a whole. */
const stage = z.optional(z.string());

/**
 * A run is a list of these and nothing else. The journal, a subscription, the editor's panel and the terminal are all
 * folds of the same list (fold-run.ts).
 */
export const runEvent = z.discriminatedUnion("type", [
  z.object({
    ...common,
    type: z.literal("started"),
    stage,
    /** On the run's own event only: what it is and which stages it has. Said again where it turns out to have more. */
    plan: z.optional(
      z.object({
        kind: runKind,
        title: z.string(),
        directory: z.string(),
        change: z.optional(z.string()),
        stages: z.array(plannedStage),
      }),
    ),
  }),
  z.object({ ...common, type: z.literal("progress"), stage, message: z.string(), fraction: z.optional(z.number()) }),
  /** Something worth showing before the stage ends (`preview.url`), or what `act` wrote down (`act:…`). */
  z.object({ ...common, type: z.literal("output"), stage, name: z.string(), value: z.unknown() }),
  z.object({ ...common, type: z.literal("waiting"), stage, for: z.string() }),
  z.object({
    ...common,
    type: z.literal("succeeded"),
    stage,
    seconds: z.number(),
    /** True where an earlier run's result still holds and nothing was done. */
    reused: z.optional(z.boolean()),
    output: z.optional(z.unknown()),
  }),
  z.object({ ...common, type: z.literal("failed"), stage, seconds: z.number(), problem: problemData }),
  z.object({ ...common, type: z.literal("skipped"), stage, reason: z.string() }),
  z.object({ ...common, type: z.literal("cancelled"), stage, seconds: z.number() }),
  /** The stage's log now holds this many bytes. */
  z.object({ ...common, type: z.literal("log"), stage, bytes: z.number() }),
]);
export type RunEvent = z.infer<typeof runEvent>;

/** An event before the journal numbers it. */
export type NewRunEvent = RunEvent extends infer E
  ? E extends RunEvent
    ? Omit<E, "seq" | "at" | "run">
    : never
  : never;
