import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import type { Places } from "../../places.ts";
import type { Finding } from "../../protocol/finding.ts";

const gigabyte = 1024 ** 3;
/** A snapshot with its clone, an image and a backup of production take so much soon. In bytes. */
const comfortable = 5 * gigabyte;
const least = gigabyte;

/** Whether there is room where Slipway keeps its own. */
export async function diskFindings({ state }: Places): Promise<Finding[]> {
  return [diskFinding(state, await freeSpace(state))];
}

/** What so many bytes that are free at a place mean. */
export function diskFinding(where: string, free: number): Finding {
  const said = { check: "disk", where, what: `${(free / gigabyte).toFixed(1)} GB are free` };
  if (free >= comfortable) return { ...said, level: "ok" };
  return {
    ...said,
    level: free < least ? "error" : "warning",
    why: "snapshots, clones, images and backups of production need room",
    next: "`slipway clean` removes what nothing needs any more, `slipway clean --all` the caches too.",
  };
}

/** In bytes. */
export async function freeSpace(folder: string): Promise<number> {
  const { bavail, bsize } = await roomAt(folder);
  return bavail * bsize;
}

/** Of the folder, or of the next one above it that is there already. */
async function roomAt(folder: string): Promise<{ bavail: number; bsize: number }> {
  try {
    return await statfs(folder);
  } catch (error) {
    const above = dirname(folder);
    if (above === folder) throw error;
    return roomAt(above);
  }
}
