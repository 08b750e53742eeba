import { join } from "node:path";
import { execa } from "execa";
import type { SubsetReport } from "../../agent/subset/request.ts";
import { peakMemory } from "./peak-memory.ts";

/** The command as it is shipped. */
export const cli = join(import.meta.dirname, "../../dist/cli.js");

/** Runs `slipway subset` from start to exit and hands its report over. */
export async function subsetCommand(
  from: string,
  to: string,
  args: readonly string[] = ["--unmasked"],
): Promise<SubsetReport> {
  return reportIn((await start(from, to, args)).stdout);
}

/** The same, watching how much memory the command and its children hold. */
export async function weighedSubset(
  from: string,
  to: string,
  args: readonly string[] = ["--unmasked"],
): Promise<{ report: SubsetReport; peakBytes: number }> {
  const child = start(from, to, args);
  const peakBytes = peakMemory(child.pid ?? 0, child);
  return { report: reportIn((await child).stdout), peakBytes: await peakBytes };
}

function start(from: string, to: string, args: readonly string[]) {
  return execa(process.execPath, [cli, "subset", "--from", "env:FROM", "--to", "env:TO", "--json", ...args], {
    env: { FROM: from, TO: to },
  });
}

function reportIn(stdout: string): SubsetReport {
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "{}");
}
