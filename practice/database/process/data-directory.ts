import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Who runs PostgreSQL where Slipway runs as root, which PostgreSQL refuses: nobody. */
export const unprivileged: { uid?: number; gid?: number } = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/**
 * Where a company's server keeps its files: in the company's state, or, where the server's user cannot reach it
 * (root's own folders), in a place of its own below /var/lib.
 */
export async function chooseDataDirectory(stateDir: string, id: string): Promise<string> {
  const inState = join(stateDir, "database");
  return (await isReachable(stateDir)) ? inState : join("/var/lib/slipway-practice", id);
}

/** True where the user that runs PostgreSQL may pass through a folder and all above it. */
export async function isReachable(folder: string): Promise<boolean> {
  if (unprivileged.uid === undefined) return true;
  for (let path = folder; ; path = dirname(path)) {
    const { mode, uid } = await stat(path);
    const passes = uid === unprivileged.uid ? mode & 0o100 : mode & 0o001;
    if (!passes) return false;
    if (path === dirname(path)) return true;
  }
}
