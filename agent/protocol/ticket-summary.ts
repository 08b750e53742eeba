import * as z from "zod/mini";

/** A ticket as lists show it. */
export const ticketSummary = z.object({
  number: z.int(),
  title: z.string(),
  state: z.enum(["open", "closed"]),
  labels: z.array(z.string()),
  reporter: z.string(),
  url: z.string(),
});
export type TicketSummary = z.infer<typeof ticketSummary>;
