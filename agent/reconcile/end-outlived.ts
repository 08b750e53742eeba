import { productionSlug } from "../repository/slug.ts";
import type { Owned, Runtime } from "../runtime/runtime.ts";
import { stopChange } from "./clean.ts";

/** A change that was ended, and why. */
export interface Outlived {
  readonly change: string;
  readonly why: string;
  /** The names of what was removed. */
  readonly removed: readonly string[];
}

export interface OutlivedOptions {
  readonly repo: string;
  /** The changes that go on whatever is known of them. */
  readonly kept: readonly string[];
  /** How long a clone may be there, in milliseconds. */
  readonly expires: number;
  /** Of these changes those that are over, each with the reason. */
  isOver(changes: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

/** Ends the changes that are over or have only expired clones: preview, clones and network. */
export async function endOutlived(runtime: Runtime, options: OutlivedOptions): Promise<Outlived[]> {
  const { repo, kept, expires } = options;
  const ofChange = Map.groupBy(
    (await runtime.owned()).filter(({ owner }) => owner.repo === repo),
    ({ owner }) => owner.change ?? productionSlug,
  );
  for (const change of [productionSlug, ...kept]) ofChange.delete(change);
  if (ofChange.size === 0) return [];
  const over = await options.isOver([...ofChange.keys()]);
  const outlived: Outlived[] = [];
  for (const [change, owned] of ofChange) {
    const why = over.get(change) ?? (areExpired(owned, expires) ? "its clone has expired" : undefined);
    if (why === undefined) continue;
    const { removed } = await stopChange(runtime, { repo, change });
    outlived.push({ change, why, removed });
  }
  return outlived;
}

function areExpired(owned: readonly Owned[], expires: number): boolean {
  const clones = owned.filter(({ kind }) => kind === "server");
  return clones.length > 0 && clones.every(({ at = Date.now() }) => at + expires < Date.now());
}
