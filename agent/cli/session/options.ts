import { resolve } from "node:path";
import type { Command } from "commander";

/** What every command takes. */
export interface GlobalOptions {
  readonly json: boolean;
  /** Absolute. */
  readonly config: string | undefined;
  readonly foreground: boolean;
}

export function addGlobalOptions(program: Command): Command {
  return program
    .option("--json", "print one JSON object a line on stdout")
    .option("--config <file>", "the configuration, where it is not slipway.json at the repository's root")
    .option("--foreground", "run the agent in this process, and end it with the command");
}

export function readGlobalOptions(command: Command, directory: string): GlobalOptions {
  const { json = false, config, foreground = false } = command.optsWithGlobals();
  return { json, config: config === undefined ? undefined : resolve(directory, config), foreground };
}
