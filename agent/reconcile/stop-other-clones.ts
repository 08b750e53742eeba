import type { Owner, Runtime, ServerRef } from "../runtime/runtime.ts";

/**
 * Stops a change's servers of other snapshots: once its preview has moved to the newest, nothing of the change uses
 * them, for it has one run at a time.
 */
export async function stopOtherClones(runtime: Runtime, owner: Required<Owner>, used: ServerRef): Promise<void> {
  for (const { kind, id, name, owner: its } of await runtime.owned()) {
    if (kind !== "server" || id === used.id || its.repo !== owner.repo || its.change !== owner.change) continue;
    await runtime.databases.stop({ kind, id, name });
  }
}
