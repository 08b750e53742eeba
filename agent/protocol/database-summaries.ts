import * as z from "zod/mini";

/** A snapshot as a list shows it. Sizes in bytes, `at` in milliseconds since the epoch. */
export const snapshotSummary = z.object({
  image: z.string(),
  key: z.string(),
  at: z.number(),
  rows: z.number(),
  /** What its database takes. */
  bytes: z.number(),
  /** What it adds to the image that all snapshots share. */
  imageBytes: z.number(),
  /** The changes whose clones were started from it. */
  changes: z.array(z.string()),
});
export type SnapshotSummary = z.infer<typeof snapshotSummary>;

/** A running clone. */
export const cloneSummary = z.object({
  change: z.string(),
  container: z.string(),
  /** The snapshot that it was started from; absent where that has been removed since. */
  snapshot: z.optional(z.string()),
  /** What it takes on the disk beside its snapshot. */
  bytes: z.number(),
});
export type CloneSummary = z.infer<typeof cloneSummary>;

/** How to sign in to a clone, as the role that owns it. */
export const reachedClone = z.object({
  change: z.string(),
  container: z.string(),
  database: z.string(),
  url: z.string(),
});
export type ReachedClone = z.infer<typeof reachedClone>;
