import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isAlive } from "../../is-alive.ts";
import { Problem } from "../../problem.ts";
import type { TargetLock } from "../target.ts";

/**
 * One release at a time. The lock is a file that names the process and the run that hold it; one whose process is gone
 * is taken over.
 */
export function lockTarget(folder: string, run: string): TargetLock {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, "lock.json");
  const mine = JSON.stringify({ pid: process.pid, run });
  for (;;) {
    try {
      writeFileSync(file, mine, { flag: "wx", mode: 0o600 });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      refuseIfHeld(file, run);
      rmSync(file, { force: true });
    }
  }
  return {
    release: async () => {
      rmSync(file, { force: true });
    },
  };
}

function refuseIfHeld(file: string, run: string): void {
  const holder = readHolder(file);
  if (!holder || holder.run === run || !isAlive(holder.pid)) return;
  throw new Problem({
    what: "Another release is going on",
    where: `run ${holder.run}`,
    next: "Wait until it is live, then release again.",
    code: "target-busy",
  });
}

function readHolder(file: string): { pid: number; run: string } | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as { pid: number; run: string };
  } catch {
    return undefined;
  }
}
