import { z } from "zod";
import { environmentSchema } from "./app.ts";
import { portSchema } from "./units.ts";
import { databaseUrlSchema } from "./value.ts";

const common = {
  port: portSchema.optional().describe("The port on the host under which production answers."),
  domain: z.string().min(1).optional().describe("The host name under which production answers."),
  database: databaseUrlSchema.describe("Production's database, as the role that owns it."),
  env: environmentSchema.describe("The app's environment in production."),
  backup: z.enum(["dump", "none"]).default("dump").describe("What is kept of the database before a migration."),
};

const dockerSchema = z.strictObject({
  host: z
    .string()
    .min(1)
    .optional()
    .describe("An Engine, such as ssh://deploy@shop.example.com. This machine's when absent."),
  network: z.string().min(1).optional().describe("A network that the app joins to reach its database."),
  ...common,
});

const processSchema = z.strictObject(common);

/** Where production runs. Exactly one kind. */
export const targetSchema = z
  .strictObject({ docker: dockerSchema.optional(), process: processSchema.optional() })
  .superRefine((target, context) => {
    const kinds = [target.docker, target.process].filter((kind) => kind !== undefined).length;
    if (kinds !== 1) context.addIssue({ code: "custom", message: "needs exactly one of `docker` and `process`" });
  });
