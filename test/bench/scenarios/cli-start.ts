import { join } from "node:path";
import { execa } from "execa";
import type { Scenario } from "../compare.ts";

const cli = join(import.meta.dirname, "../../../dist/cli.js");

/** What a person waits for before any command does anything, against an empty Node. */
export const cliStart: Scenario = {
  name: "cli-start",
  base: () => node("-e", "0"),
  subject: () => node(cli, "--version"),
  pairs: 11,
  limit: 3,
};

async function node(...args: string[]): Promise<void> {
  await execa(process.execPath, args);
}
