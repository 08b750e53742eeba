import { z } from "zod";
import { durationSchema, insidePathSchema, sizeSchema } from "./units.ts";
import { secretSchema } from "./value.ts";

export const snapshotSchema = z
  .strictObject({
    baseImage: z
      .string()
      .min(1)
      .optional()
      .describe("The Postgres image to build on. By the source's version when absent."),
    maxAge: durationSchema.default("24h").describe("A snapshot that is older is built again."),
    quota: sizeSchema.default("10g").describe("The disk that snapshots and clones may use."),
    spare: z
      .boolean()
      .default(true)
      .describe("Keep one clone started while the agent runs, so that the next change gets it at once (Docker only)."),
  })
  .prefault({});

export const cloneSchema = z
  .strictObject({
    expires: durationSchema.default("7d").describe("A clone that is older is removed, with the change's preview."),
  })
  .prefault({});

/** Each is detected when absent. */
export const migrationsSchema = z
  .strictObject({
    command: z.string().min(1).optional().describe("Applies what is pending; runs in the new image."),
    directory: insidePathSchema.optional().describe("Where the migration files are."),
    ledger: z.string().min(1).optional().describe("The table in which the tool writes down what was applied."),
  })
  .prefault({});

const checkSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/, "expected lower-case letters, digits and hyphens")
    .max(40),
  run: z.string().min(1).describe("A shell command line; exit code 0 is a pass."),
  fast: z.boolean().default(false).describe("Repeated when the branch was updated from its base."),
  target: z.string().min(1).optional().describe("The stage of the Dockerfile that it runs in. The app's when absent."),
  database: z.enum(["clone", "none"]).default("clone").describe("A copy of the migrated clone, or none."),
});

/** Absent means: detected. An empty list means: none. */
export const checksSchema = z
  .array(checkSchema)
  .superRefine((checks, context) => {
    const seen = new Set<string>();
    for (const [index, { name }] of checks.entries()) {
      const message = `another check has the name "${name}"`;
      if (seen.has(name)) context.addIssue({ code: "custom", message, path: [index, "name"] });
      seen.add(name);
    }
  })
  .optional();

export const previewSchema = z
  .strictObject({
    share: z
      .string()
      .min(1)
      .optional()
      .describe(
        "A command that makes 127.0.0.1:$PORT reachable for others, prints the public address and stays in the foreground, such as `cloudflared tunnel --url http://127.0.0.1:$PORT`. It counts as it stands on the base branch.",
      ),
    login: z.string().min(1).optional().describe("How to sign in, for the pull request."),
    port: z.int().min(1024).max(65535).optional().describe("The first port that previews are given."),
  })
  .prefault({});

export const forgeSchema = z
  .strictObject({
    remote: z.string().min(1).default("origin").describe("The git remote that holds the pull requests."),
    base: z.string().min(1).default("main").describe("The branch that changes are merged into."),
    starterLabel: z.string().min(1).default("good first issue").describe("The label of a first day's tickets."),
    api: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe("The REST address, where it is not GitHub's own."),
    token: secretSchema.default({ env: "GITHUB_TOKEN" }).describe("Where the token comes from outside the editor."),
  })
  .prefault({});

export const budgetSchema = durationSchema.default("10m").describe("A run that takes longer is an alarm.");
