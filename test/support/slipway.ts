import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { execa } from "execa";
import * as z from "zod/mini";
import { type RunEvent, runEvent } from "../../agent/protocol/run-event.ts";
import type { SlipwayHome } from "./slipway-home.ts";

/** The bundles that are tested: those that `npm run build` makes, or a copy of them that no other build touches. */
const dist = process.env.SLIPWAY_TEST_DIST ?? resolve(import.meta.dirname, "../../dist");
const cliFile = resolve(dist, "cli.js");

/** One line of `--json`: a run's event, or an object that says by `kind` what it is. */
export type JsonLine = Readonly<Record<string, unknown>>;

/** What a command came to. */
export interface CommandResult {
  readonly exitCode: number | undefined;
  /** All that it printed on stdout. */
  readonly lines: readonly JsonLine[];
  /** Those of them that are events of runs. */
  readonly events: readonly RunEvent[];
  /** The last line: the command's result. */
  readonly last: JsonLine;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  /** On top of the home's environment; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Told of every line as it comes. */
  onLine?(line: JsonLine): void;
  /** When it fires the command gets SIGINT, as from Ctrl-C. */
  readonly interrupt?: AbortSignal;
}

/** Runs the built command line with `--json` to its end. A failure is a result. */
export async function slipway(
  home: SlipwayHome,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const child = execa(process.execPath, [cliFile, ...args, "--json"], {
    cwd: options.cwd ?? home.folder,
    env: { ...home.environment, ...options.env },
    extendEnv: false,
    reject: false,
    stdin: "ignore",
    buffer: { stdout: false },
  });
  const interrupt = () => child.kill("SIGINT");
  options.interrupt?.addEventListener("abort", interrupt, { once: true });
  const lines: JsonLine[] = [];
  for await (const text of createInterface({ input: child.stdout })) {
    const line = JSON.parse(text) as JsonLine;
    lines.push(line);
    options.onLine?.(line);
  }
  options.interrupt?.removeEventListener("abort", interrupt);
  const { exitCode, stderr } = await child;
  const events = lines.flatMap((line) => z.safeParse(runEvent, line).data ?? []);
  return { exitCode, lines, events, last: lines.at(-1) ?? {}, stderr };
}

/** Runs the built command line for a person, without `--json`. A failure is a result. */
export async function slipwayText(
  home: SlipwayHome,
  args: readonly string[],
  { cwd = home.folder, env }: Pick<CommandOptions, "cwd" | "env"> = {},
): Promise<{ exitCode: number | undefined; stdout: string }> {
  const { exitCode, stdout } = await execa(process.execPath, [cliFile, ...args], {
    cwd,
    env: { ...home.environment, ...env },
    extendEnv: false,
    reject: false,
    stdin: "ignore",
  });
  return { exitCode, stdout };
}
