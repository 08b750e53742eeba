import type { Composition } from "../composition.ts";
import type { HandlersOf } from "../session.ts";

/** What is asked about snapshots and clones outside any run. */
export function databaseHandlers(
  composition: Composition,
  worldChanged: () => void,
): HandlersOf<"snapshotList" | "snapshotRemove" | "cloneList" | "cloneReach" | "cloneReset" | "cloneStop"> {
  return {
    snapshotList: async (place) => ({ snapshots: await composition.snapshots(place) }),
    snapshotRemove: async ({ snapshot, ...place }) => ({ image: await composition.removeSnapshot(place, snapshot) }),
    cloneList: async (place) => ({ clones: await composition.clones(place) }),
    cloneReach: ({ change, ...place }) => composition.reachClone(place, change),
    cloneReset: ({ change, ...place }) => composition.resetClone(place, change),
    cloneStop: async ({ change, ...place }) => {
      const stopped = await composition.stopClone(place, change);
      worldChanged();
      return { change: stopped };
    },
  };
}
