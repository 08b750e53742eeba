import * as z from "zod/mini";

/** The runtime's references as they stand in journals. */
export const artifactRef = z.object({ kind: z.literal("artifact"), id: z.string(), name: z.string() });
export const snapshotRef = z.object({
  kind: z.literal("snapshot"),
  id: z.string(),
  name: z.string(),
  bytes: z.optional(z.number()),
});
export const serverRef = z.object({ kind: z.literal("server"), id: z.string(), name: z.string() });
