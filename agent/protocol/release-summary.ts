import * as z from "zod/mini";

/** What is or was live on the target. */
export const releaseSummary = z.object({
  number: z.int(),
  commit: z.string(),
  title: z.string(),
  pullRequest: z.optional(z.int()),
  /** Milliseconds since the epoch. */
  at: z.number(),
  live: z.boolean(),
  /** That it changed production's database and does not serve: it failed, was killed, or is on its way. */
  neverLive: z.boolean(),
  url: z.string(),
  /** Where the database as it was before this release's migration is kept. */
  backup: z.optional(z.string()),
  /** Of one that went back: the number of the release that serves again. */
  backTo: z.optional(z.int()),
  /** The migrations that production's database has beyond it: none where going back to it means the code alone. */
  ahead: z.array(z.string()),
  /** Whether a backup of the database as it knows it is there. */
  restorable: z.boolean(),
});
export type ReleaseSummary = z.infer<typeof releaseSummary>;

const named = z.object({ number: z.int(), commit: z.string(), title: z.string() });

/** What it takes to have another release serve than the one that does. */
export const wayBackSummary = z.object({
  from: named,
  /** Of the same commit as `from` where the database alone goes back. */
  to: named,
  /** A later release that changed the database and never served. */
  neverLive: z.optional(named),
  /** Migrations that production's database has and the release does not know. */
  ahead: z.array(z.string()),
  /** Migrations that the release knows and production's database lacks: they are applied. */
  behind: z.array(z.string()),
  /** What `restore` brings back; absent where there is no such backup. */
  restores: z.optional(
    z.object({
      backup: z.string(),
      /** When it was made, in milliseconds since the epoch. */
      at: z.number(),
      /** The tables that were written to since; absent where that is not known. */
      writes: z.optional(
        z.array(z.object({ table: z.string(), inserted: z.number(), updated: z.number(), deleted: z.number() })),
      ),
    }),
  ),
  /** The pull request whose revert is the gentler way, where what is live came by one. */
  revert: z.optional(z.string()),
});
export type WayBackSummary = z.infer<typeof wayBackSummary>;
