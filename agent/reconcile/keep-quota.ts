import type { Runtime } from "../runtime/runtime.ts";

export interface QuotaResult {
  /** The names of the snapshots that were removed. */
  readonly removed: readonly string[];
  /** What snapshots and clones take after that, in bytes. */
  readonly bytes: number;
}

/**
 * Keeps a repository's snapshots and clones within so many bytes of disk: snapshots go, the oldest first, but none that
 * a clone was started from, and not the newest, which the next one is started from. Clones are a person's to stop.
 */
export async function keepQuota(runtime: Runtime, repo: string, quota: number): Promise<QuotaResult> {
  const owned = (await runtime.owned({ sizes: true })).filter(({ owner }) => owner.repo === repo);
  const clones = owned.filter(({ kind }) => kind === "server");
  const used = new Set(clones.filter((one) => !one.spare).map(({ from }) => from));
  const snapshots = await runtime.databases.list({ repo });
  let bytes = [...clones, ...snapshots].reduce((sum, one) => sum + (one.bytes ?? 0), 0);
  const removed: string[] = [];
  const unused = snapshots.slice(1).filter(({ id }) => !used.has(id));
  for (const snapshot of unused.toReversed()) {
    if (bytes <= quota) break;
    const all = owned.filter(({ kind, id }) => kind === "snapshot" && id === snapshot.id);
    for (const one of all) await runtime.remove(one);
    bytes -= snapshot.bytes ?? 0;
    removed.push(snapshot.name);
  }
  return { removed, bytes };
}
