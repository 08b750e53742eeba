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
  url: z.string(),
  /** Where the database as it was before this release's migration is kept. */
  backup: z.optional(z.string()),
});
export type ReleaseSummary = z.infer<typeof releaseSummary>;
