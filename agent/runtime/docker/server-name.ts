import type { Owner } from "../runtime.ts";
import { nameFor } from "./labels.ts";

/** What a server's container is called says whose it is: of all that the Engine keeps of it, only that can change. */
export interface ServerName {
  readonly change?: string | undefined;
  /** True of one that is nobody's yet. */
  readonly spare: boolean;
  /** True until it takes connections: one that its agent has left in the middle is never taken for a whole one. */
  readonly starting: boolean;
}

const STARTING = ".starting";
const SPARE = "spare";

/** A host name of its own on the change's network: two snapshots' servers may run side by side. */
export function serverAlias(snapshotId: string): string {
  return `db-${snapshotId.replace("sha256:", "").slice(0, 8)}`;
}

/** All of its host names there: a snapshot's own, and one that is always the same. */
export function serverAliases(snapshotId: string): string[] {
  return ["db", serverAlias(snapshotId)];
}

/** `slipway-<repo>.<change>.db-<snapshot>` */
export function serverName(owner: Owner, snapshotId: string): string {
  return nameFor(owner, serverAlias(snapshotId));
}

/** `slipway-<repo>.db-<snapshot>.spare` */
export function spareName(owner: Owner, snapshotId: string): string {
  return nameFor({ repo: owner.repo }, serverAlias(snapshotId), SPARE);
}

/** The name that it has until it takes connections. */
export function startingName(name: string): string {
  return name + STARTING;
}

export function readServerName(name: string): ServerName {
  const starting = name.endsWith(STARTING);
  const parts = (starting ? name.slice(0, -STARTING.length) : name).split(".");
  // No change's server ends like this: its last part is the alias.
  const spare = parts.at(-1) === SPARE;
  return { starting, spare, ...(parts.length === 3 && !spare && { change: parts[1] }) };
}
