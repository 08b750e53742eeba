import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";

const patience = 30_000;

/** Waits until every process that was started with this home has ended: an agent that stops still writes. */
export async function homeIsQuiet(folder: string): Promise<void> {
  const end = performance.now() + patience;
  for (;;) {
    const pids = readdirSync("/proc").filter((pid) => /^\d+$/.test(pid) && isOf(pid, folder));
    if (pids.length === 0) return;
    if (performance.now() > end) throw new Error(`Processes of ${folder} do not end: ${pids.join(", ")}`);
    await wait(50);
  }
}

function isOf(pid: string, folder: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8").split("\0").includes(`SLIPWAY_HOME=${folder}`);
  } catch {
    return false;
  }
}
