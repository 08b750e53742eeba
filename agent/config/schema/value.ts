import { z } from "zod";
import { serviceVariableName, variableName } from "./names.ts";

/** A name that an environment variable may have. */
export const variableNameSchema = z.string().regex(variableName, "expected the name of an environment variable");

export const serviceVariableNameSchema = z
  .string()
  .regex(serviceVariableName, "expected the name of an environment variable");

const fromEnvironment = z
  .strictObject({ env: variableNameSchema })
  .describe("Read from an environment variable of your machine.");

const fromCommand = z
  .strictObject({ command: z.string().min(1).describe("A shell command; what it prints is the value.") })
  .describe("The output of a command: a one-time token, `heroku config:get …`.");

const asWritten = z.string();

/** A text as it is, or where to get it: an environment variable or a command. */
export const valueSchema = z.union([asWritten, fromEnvironment, fromCommand], {
  error: 'expected text, {"env": "NAME"} or {"command": "…"}',
});

/** A database URL: as a text it may name the place, never the password. */
export const databaseUrlSchema = z.union(
  [
    asWritten.superRefine((url, context) => {
      const wrong = wrongWithUrl(url);
      if (wrong) context.addIssue({ code: "custom", message: wrong });
    }),
    fromEnvironment,
    fromCommand,
  ],
  { error: 'expected a postgres:// URL, {"env": "NAME"} or {"command": "…"}' },
);

/** A value that is secret in itself and therefore never stands in the file. */
export const secretSchema = z.union([fromEnvironment, fromCommand], {
  error: 'expected {"env": "NAME"} or {"command": "…"}: secrets are never in the file',
});

function wrongWithUrl(text: string): string | undefined {
  if (!URL.canParse(text) || !/^postgres(ql)?:$/.test(new URL(text).protocol)) {
    return 'expected a postgres:// URL, {"env": "NAME"} or {"command": "…"}';
  }
  const url = new URL(text);
  if (!url.password && !url.searchParams.has("password")) return undefined;
  return 'holds a password: secrets are never in the file, write {"env": "NAME"} instead';
}

export type Value = z.output<typeof valueSchema>;
export type SecretValue = z.output<typeof secretSchema>;
