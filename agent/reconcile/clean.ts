import { Problem } from "../problem.ts";
import { productionSlug } from "../repository/slug.ts";
import type { Owned, Owner, Runtime } from "../runtime/runtime.ts";

/** What was removed and what stayed, by name. */
export interface Cleaned {
  readonly removed: string[];
  readonly kept: string[];
}

/** What can be made again from source and commits: kept as long as the repository is worked on. */
const caches: readonly Owned["kind"][] = ["artifact", "snapshot"];

/** What runs goes before what it runs on. */
const order: readonly Owned["kind"][] = ["workload", "server", "gateway", "network", "artifact", "snapshot", "files"];

/**
 * Ends a change's preview and removes its clone, its network and all else that is the change's own.
 * @throws Problem "not-a-preview" for production.
 */
export async function stopChange(runtime: Runtime, owner: Required<Owner>): Promise<Cleaned> {
  if (owner.change === productionSlug) {
    throw new Problem({
      what: "Production is no preview",
      next: "It goes on. To take the practice company's down, use `slipway demo --stop`.",
      code: "not-a-preview",
      usage: true,
    });
  }
  return removeAll(runtime, owner.repo, (one) => one.owner.change === owner.change);
}

interface CleanOptions {
  readonly all: boolean;
  readonly busy: boolean;
  readonly gone: ReadonlySet<string>;
  readonly released: ReadonlySet<string>;
}

/**
 * Removes what nothing needs any more: everything of the changes that are gone, and snapshots before the newest that no
 * clone was started from; with `all` the caches too, but for those that a change, or production, still runs on. Other
 * changes, production on this machine, and the gateway that it answers through, always stay.
 * @param options.busy that a run goes on: it may be about to use any of the caches, so these stay.
 * @param options.gone the changes that nobody works on any more.
 * @param options.released the ids of the artifacts that are or were live: they stay too.
 */
export async function cleanRepository(
  runtime: Runtime,
  repo: string,
  { all, busy, gone, released }: CleanOptions,
): Promise<Cleaned> {
  const isGone = ({ spare, owner: { change } }: Owned) => spare || (change !== undefined && gone.has(change));
  const staying = (await runtime.owned()).filter((one) => one.owner.repo === repo && !isGone(one));
  const used = new Set(staying.map(({ from }) => from));
  const newest = staying.filter(({ kind }) => kind === "snapshot").sort((a, b) => (b.at ?? 0) - (a.at ?? 0))[0];
  const isUnneeded = (one: Owned) => {
    // Half-made by an agent that was killed.
    if (one.kind === "files" || isGone(one)) return true;
    // A build of a snapshot that goes on has a server that is no change's either.
    if (one.kind === "server" && one.owner.change === undefined) return one.abandoned === true;
    if (busy || one.owner.change !== undefined || used.has(one.id) || released.has(one.id)) return false;
    return all ? caches.includes(one.kind) : one.kind === "snapshot" && one.id !== newest?.id;
  };
  return removeAll(runtime, repo, isUnneeded);
}

/** Takes down all that runs for a repository, production included; the caches stay. For the practice company alone. */
export async function takeDown(runtime: Runtime, repo: string): Promise<Cleaned> {
  return removeAll(runtime, repo, ({ kind }) => !caches.includes(kind));
}

async function removeAll(runtime: Runtime, repo: string, isMeant: (one: Owned) => boolean): Promise<Cleaned> {
  const owned = (await runtime.owned()).filter((one) => one.owner.repo === repo);
  const meant = owned.filter(isMeant).sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
  // The gateway lets go of a change's network when its route ends.
  for (const change of new Set(meant.map(({ owner }) => owner.change))) {
    if (change !== undefined)
      await runtime.workloads.unserve({ repo, change }, change === productionSlug ? "production" : "preview");
  }
  const removed: Owned[] = [];
  for (const one of meant) if (await isRemoved(runtime, one)) removed.push(one);
  const left = (await runtime.owned()).filter((one) => one.owner.repo === repo);
  // What all changes share goes with the last of them.
  const idle = left.every(({ kind }) => kind === "network" || caches.includes(kind))
    ? left.filter(({ kind }) => kind === "network")
    : [];
  for (const one of idle) await runtime.remove(one);
  const kept = left.filter((one) => !idle.includes(one));
  return { removed: [...removed, ...idle].map(({ name }) => name), kept: kept.map(({ name }) => name) };
}

/** False where something still uses it: then it stays. */
async function isRemoved(runtime: Runtime, one: Owned): Promise<boolean> {
  try {
    // A server's network ends with the last that is on it.
    if (one.kind === "server") await runtime.databases.stop({ kind: "server", id: one.id, name: one.name });
    else await runtime.remove(one);
    return true;
  } catch (error) {
    if (error instanceof Problem && error.code === "in-use") return false;
    throw error;
  }
}
