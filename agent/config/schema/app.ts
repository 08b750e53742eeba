import { z } from "zod";
import { serviceName } from "./names.ts";
import { durationSchema, insidePathSchema, portSchema, sizeSchema, urlPathSchema } from "./units.ts";
import { secretSchema, serviceVariableNameSchema, valueSchema, variableNameSchema } from "./value.ts";

export const environmentSchema = z.record(variableNameSchema, valueSchema).default({});

const buildSchema = z
  .strictObject({
    dockerfile: insidePathSchema.optional().describe("Relative to the context. Detected when absent."),
    context: insidePathSchema
      .optional()
      .describe("The directory that is built, from the repository's root. Detected when absent."),
    target: z.string().min(1).optional().describe("The stage of the Dockerfile that becomes the app's image."),
    args: z.record(z.string(), z.string()).default({}).describe("Build arguments. They stay in the image: no secrets."),
    secrets: z
      .record(z.string(), secretSchema)
      .default({})
      .describe("Secrets of the build, by the name of their mount."),
    platform: z
      .string()
      .regex(/^[a-z0-9]+\/[a-z0-9/]+$/, 'expected a platform such as "linux/amd64"')
      .optional(),
  })
  .prefault({});

const processSchema = z
  .union([
    z.string().min(1),
    z.strictObject({
      run: z.string().min(1).describe("A shell command line."),
      preview: z.boolean().default(true).describe("Whether previews start it too."),
    }),
  ])
  .transform((process) => (typeof process === "string" ? { run: process, preview: true } : process));

export const appSchema = z
  .strictObject({
    build: buildSchema.describe("How the image is made."),
    port: portSchema
      .optional()
      .describe("The port that the app listens on, also given to it as PORT. Detected when absent."),
    health: urlPathSchema
      .optional()
      .describe("A path that answers 2xx or 3xx when the app is healthy. Detected when absent."),
    healthTimeout: durationSchema.default("60s").describe("How long the app may take until that path answers."),
    pages: z.array(urlPathSchema).default(["/"]).describe("Pages that are looked at after a start."),
    database: z
      .array(variableNameSchema)
      .min(1)
      .optional()
      .describe("The variables that receive the database's URL. Detected when absent, else DATABASE_URL."),
    memory: sizeSchema.default("512m").describe("The memory that one process of the app may use."),
    env: environmentSchema.describe(
      // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how the file spells it
      "The app's environment. ${preview.url} stands for the preview's address; ${database.host}, .port, .name, .user and .password for the parts of the clone's database.",
    ),
    processes: z.record(z.string(), processSchema).default({}).describe("Command lines by process, `web` first."),
  })
  .prefault({});

export const servicesSchema = z
  .record(
    z.string().regex(serviceName, "expected a host name in lower case"),
    z.strictObject({
      image: z.string().min(1),
      command: z.array(z.string()).optional().describe("Arguments in place of the image's own (its CMD)."),
      env: z.record(serviceVariableNameSchema, valueSchema).default({}),
    }),
  )
  .default({});
