import { execa } from "execa";
import { type Benchmark, measureRatio } from "../benchmark.ts";
import { cli } from "../subset-command.ts";

/** What a person waits for before any command does anything, against an empty Node. */
export const cliStart: Benchmark = {
  name: "cli-start",
  run: async () => [
    await measureRatio({
      name: "cli-start",
      base: () => node("-e", "0"),
      subject: () => node(cli, "--version"),
      pairs: 11,
      limit: 3,
    }),
  ],
};

async function node(...args: string[]): Promise<void> {
  await execa(process.execPath, args);
}
