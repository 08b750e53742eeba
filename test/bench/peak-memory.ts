import { readFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";

/** Resolves when `ended` does: the most bytes that the process and its descendants held at once (Linux). */
export async function peakMemory(pid: number, ended: Promise<unknown>): Promise<number> {
  let running = true;
  const stop = () => {
    running = false;
  };
  ended.then(stop, stop);
  let peak = 0;
  while (running) {
    peak = Math.max(peak, await treeMemory(pid));
    await wait(5);
  }
  return peak;
}

async function treeMemory(pid: number): Promise<number> {
  // A process that has just ended holds nothing.
  const read = (name: string) => readFile(`/proc/${pid}/${name}`, "utf8").catch(() => "");
  const [status, children] = await Promise.all([read("status"), read(`task/${pid}/children`)]);
  const own = 1024 * Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
  const below = await Promise.all(children.trim().split(" ").filter(Boolean).map(Number).map(treeMemory));
  return below.reduce((sum, bytes) => sum + bytes, own);
}
