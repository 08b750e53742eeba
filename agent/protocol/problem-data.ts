import * as z from "zod/mini";

/** A Problem as it crosses the wire and stands in a journal. */
export const problemData = z.object({
  what: z.string(),
  where: z.optional(z.string()),
  why: z.optional(z.string()),
  next: z.optional(z.string()),
  code: z.string(),
  usage: z.boolean(),
  unmasked: z.optional(
    z.readonly(z.array(z.object({ column: z.string(), reason: z.string(), proposal: z.unknown() }))),
  ),
});
export type ProblemData = z.infer<typeof problemData>;
