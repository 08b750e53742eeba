import { z } from "zod";
import { databaseUrlSchema } from "./value.ts";

const sslSchema = z.strictObject({
  mode: z.enum(["disable", "prefer", "require", "verify-ca", "verify-full"]).default("verify-full"),
  ca: z.string().min(1).optional().describe("The path of a PEM file with the certificate authority."),
});

/** Where production's rows come from. Only ever read. */
export const sourceSchema = z
  .strictObject({
    url: databaseUrlSchema.optional().describe("Production's database, better its read replica."),
    image: z
      .string()
      .min(1)
      .optional()
      .describe("A snapshot that a trusted machine has built and pushed, instead of a URL."),
    ssl: sslSchema.optional(),
    tunnel: z.strictObject({ ssh: z.string().min(1).describe("A host of your ssh configuration.") }).optional(),
    schemas: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .describe("Only these schemas. All but the system's when absent."),
  })
  .superRefine((source, context) => {
    const given = [source.url, source.image].filter((one) => one !== undefined).length;
    if (given !== 1) context.addIssue({ code: "custom", message: "needs either `url` or `image`" });
  });
