import { z } from "zod";
import { durationMs, sizeBytes } from "../quantities.ts";

/** A length of time as people write it; {@link durationMs} gives the number. */
export const durationSchema = z
  .string()
  .refine((text) => durationMs(text) !== undefined, { error: 'expected a duration such as "90s", "10m" or "24h"' });

/** An amount of memory or disk as people write it; {@link sizeBytes} gives the number. */
export const sizeSchema = z
  .string()
  .refine((text) => sizeBytes(text) !== undefined, { error: 'expected a size such as "512m" or "10g"' });

export const portSchema = z.int().min(1).max(65535);

/** A path inside the repository: relative, with forward slashes, not leaving it. */
export const insidePathSchema = z
  .string()
  .min(1)
  .refine((path) => !path.startsWith("/") && !/^[A-Za-z]:|\\/.test(path) && !path.split("/").includes(".."), {
    error: "expected a path inside the repository, relative and with forward slashes",
  });

export const urlPathSchema = z.string().regex(/^\/\S*$/, 'expected a path that begins with "/"');
