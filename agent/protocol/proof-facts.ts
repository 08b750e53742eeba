import * as z from "zod/mini";

/** What production's rows say of what a change's migrations assert of them, each in words. */
export const proofFacts = z.object({
  /** No row of production breaks it. */
  proved: z.array(z.string()),
  /** Rows of production break it, and the migration mends them. */
  mended: z.array(z.string()),
  /** With the reason. */
  notProved: z.array(z.string()),
});
export type ProofFacts = z.infer<typeof proofFacts>;
