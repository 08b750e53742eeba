import * as z from "zod/mini";

/** One thing that was looked at. */
export const finding = z.object({
  /** A stable word for programs: "git", "docker", "replica". */
  check: z.string(),
  /** "error": nothing works before it is mended. "warning": it works, and could be better. */
  level: z.enum(["ok", "warning", "error"]),
  what: z.string(),
  where: z.optional(z.string()),
  why: z.optional(z.string()),
  next: z.optional(z.string()),
});
export type Finding = z.infer<typeof finding>;
