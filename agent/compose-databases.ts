import type { Composition, Place } from "./daemon/composition.ts";
import { Problem } from "./problem.ts";
import type { Repository } from "./repository/repository.ts";
import { changeSlug } from "./repository/slug.ts";
import type { Owner, Runtime } from "./runtime/runtime.ts";
import { listClones, reachClone, resetClone, stopClone } from "./snapshot/clones.ts";
import { listStored, removeStored } from "./snapshot/stored-snapshots.ts";

type OpenConfigured = (place: Place) => Promise<{ readonly repository: Repository; readonly runtime: Runtime }>;

type DatabaseErrands = Pick<
  Composition,
  "snapshots" | "removeSnapshot" | "clones" | "reachClone" | "resetClone" | "stopClone"
>;

/** What is asked about snapshots and clones outside any run. */
export function databaseErrands(openConfigured: OpenConfigured, stateFolder: string): DatabaseErrands {
  const open = async (place: Place, change: string | undefined) => {
    const { repository, runtime } = await openConfigured(place);
    const owner = { repo: repository.slug, change: change ?? (await changeHere(repository)) };
    return { runtime, owner };
  };
  return {
    snapshots: async (place) => {
      const { repository, runtime } = await openConfigured(place);
      return listStored(runtime, repository.slug);
    },
    removeSnapshot: async (place, snapshot) => {
      const { repository, runtime } = await openConfigured(place);
      return removeStored(runtime, repository.slug, snapshot);
    },
    clones: async (place) => {
      const { repository, runtime } = await openConfigured(place);
      return listClones(runtime, repository.slug);
    },
    reachClone: async (place, change) => {
      const { runtime, owner } = await open(place, change);
      return reachClone(runtime, owner, stateFolder);
    },
    resetClone: async (place, change) => {
      const { runtime, owner } = await open(place, change);
      return { change: owner.change, ...(await resetClone(runtime, owner)) };
    },
    stopClone: async (place, change) => {
      const { runtime, owner } = await open(place, change);
      await stopClone(runtime, owner);
      return owner.change;
    },
  };
}

/** The change of the branch that is checked out. @throws Problem "no-branch". */
export async function changeHere(repository: Repository): Promise<Required<Owner>["change"]> {
  const { branch } = await repository.state();
  if (branch !== undefined) return changeSlug(branch);
  throw new Problem({
    what: "No branch is checked out",
    where: repository.root,
    why: "a clone belongs to a change, and a change is a branch",
    next: "Check one out, or name the change.",
    code: "no-branch",
    usage: true,
  });
}
