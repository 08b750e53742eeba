import * as z from "zod/mini";

/** How a working copy stands, as far as a client shows it. */
export const repositorySummary = z.object({
  root: z.string(),
  /** Whether it has a slipway.json. */
  configured: z.boolean(),
  /** Absent on a detached HEAD. */
  branch: z.optional(z.string()),
  /** The branch's word in names: what a run's `change` is compared with. */
  change: z.optional(z.string()),
  /** The ticket that the branch's name says it solves. */
  ticket: z.optional(z.int()),
  base: z.string(),
  /** How many files have uncommitted work. */
  dirty: z.int(),
  remote: z.optional(z.object({ url: z.string(), host: z.string(), repository: z.string() })),
});
export type RepositorySummary = z.infer<typeof repositorySummary>;
