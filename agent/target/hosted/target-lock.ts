import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Problem } from "../../problem.ts";
import { identifyProcess, isNotedAlive } from "../../process/process-identity.ts";
import type { TargetLock } from "../target.ts";

/** What the lock's file says. */
interface Holder {
  readonly pid: number;
  readonly run: string;
  /** Tells the process from a later one with its number; a file of an older build is without it. */
  readonly started?: string | undefined;
}

/**
 * One release at a time. The lock is a file that names the process and the run that hold it; one whose process is gone
 * is taken over. @throws Problem "target-busy" while another run holds it.
 */
export async function lockTarget(folder: string, run: string): Promise<TargetLock> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, "lock.json");
  const mine = JSON.stringify({ pid: process.pid, run, ...(await identifyProcess(process.pid)) } satisfies Holder);
  while (!isCreated(file, mine)) {
    const found = read(file);
    await refuseIfHeld(found, run);
    // Another run may have taken it over in the meantime.
    if (read(file) === found) rmSync(file, { force: true });
  }
  return {
    release: async () => {
      rmSync(file, { force: true });
    },
  };
}

function isCreated(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return false;
  }
}

async function refuseIfHeld(text: string | undefined, run: string): Promise<void> {
  const holder = parse(text);
  if (!holder || holder.run === run || !(await isNotedAlive(holder))) return;
  throw new Problem({
    what: "Another release is going on",
    where: `run ${holder.run}`,
    next: "Wait until it is live, then release again.",
    code: "target-busy",
  });
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function parse(text: string | undefined): Holder | undefined {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as Holder);
  } catch {
    return undefined;
  }
}
