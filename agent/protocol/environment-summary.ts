import * as z from "zod/mini";

/** What runs for one change. */
const changeEnvironment = z.object({
  change: z.string(),
  /** Its clone's container; absent where it has none. */
  clone: z.optional(z.string()),
  /** Where its preview answers; absent where none serves. */
  preview: z.optional(z.string()),
  /** Where others reach the preview; absent where it is not shared. */
  shared: z.optional(
    z.object({
      /** The public address: the present one, or the last where it is interrupted. */
      url: z.string(),
      /** Why others do not get through at the moment. */
      interrupted: z.optional(z.string()),
    }),
  ),
});

/** What runs of a repository on this machine. */
export const environmentSummary = z.object({
  /** By name. */
  changes: z.array(changeEnvironment),
  /** Production, where it is served from here. */
  production: z.optional(z.object({ url: z.string(), commit: z.string() })),
});
export type EnvironmentSummary = z.infer<typeof environmentSummary>;
