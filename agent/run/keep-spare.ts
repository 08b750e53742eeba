import type { Config } from "../config/schema/config.ts";
import type { SnapshotRef } from "../runtime/runtime.ts";
import type { Services } from "./services.ts";

/**
 * Begins to start the server that the next change asks for. Nobody waits for it, and where it cannot be kept the next
 * clone is started when it is asked for.
 */
export function keepSpare({ runtime, repository }: Services, snapshot: SnapshotRef, config: Config): void {
  const { spares } = runtime.databases;
  if (!spares) return;
  const repo = repository.slug;
  const kept = config.snapshot.spare ? spares.keep(snapshot, { repo }) : spares.drop((owner) => owner.repo === repo);
  kept.catch(() => {});
}
