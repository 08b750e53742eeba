import * as z from "zod/mini";
import type { StoredSnapshot } from "../../runtime/runtime.ts";
import { keepSpare } from "../keep-spare.ts";
import { provideSnapshot } from "../provide-snapshot.ts";
import type { Services } from "../services.ts";
import { defineStage } from "../stage.ts";

export const snapshotFacts = z.object({
  image: z.string(),
  rows: z.number(),
  /** What the database takes, and what the snapshot adds to the image that all snapshots share. */
  bytes: z.number(),
  imageBytes: z.number(),
  reused: z.boolean(),
});

/** The snapshot of what slipway.json asks for, as the base branch has it; one that is older than `maxAge` is made anew. */
export function snapshotStage(services: Services) {
  return defineStage({
    name: "snapshot",
    needs: {},
    output: snapshotFacts,
    shows: (facts) => ({ snapshot: facts }),
    execute: async (_inputs, context) => {
      const { snapshot, reused } = await provideSnapshot(services, services.local, false, context);
      keepSpare(services, snapshot, services.local);
      return shownFacts(snapshot, reused);
    },
  });
}

export function shownFacts({ name, facts, bytes = 0 }: StoredSnapshot, reused: boolean) {
  return { image: name, rows: Number(facts.rows ?? 0), bytes: Number(facts.bytes ?? 0), imageBytes: bytes, reused };
}
