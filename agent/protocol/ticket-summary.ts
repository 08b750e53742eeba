import * as z from "zod/mini";

/** A ticket as lists show it. */
export const ticketSummary = z.object({
  number: z.int(),
  title: z.string(),
  state: z.enum(["open", "closed"]),
  labels: z.array(z.string()),
  reporter: z.string(),
  url: z.string(),
  /** The logins of those who work on it. */
  assignees: z.array(z.string()),
  /** Whether whoever asks is one of them. */
  mine: z.boolean(),
  /** Whether it carries the label of a first day's tickets (`forge.starterLabel`). */
  starter: z.boolean(),
  /** The open pull request that solves it. */
  pullRequest: z.optional(z.object({ number: z.int(), author: z.string(), url: z.string() })),
});
export type TicketSummary = z.infer<typeof ticketSummary>;
