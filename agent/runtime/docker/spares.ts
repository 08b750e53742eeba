import { unwatched } from "../../work.ts";
import type { Owner, SnapshotRef } from "../runtime.ts";
import { unlessGone } from "./gone.ts";
import type { Exclusive } from "./keyed-lock.ts";
import { removeContainer } from "./remove-container.ts";
import { type FoundServer, findServers, makeServer, type ServerParts } from "./server-container.ts";
import { readServerName, spareName } from "./server-name.ts";

/** Held while a spare changes hands or goes, so that no one does both. */
export function spareLock(repo: string): string {
  return `spare ${repo}`;
}

const keeping = "keeping spares";

/** Has a spare of this snapshot when it resolves, and none of another. */
export function keepSpare(parts: ServerParts, snapshot: SnapshotRef, { repo }: Owner): Promise<void> {
  return parts.exclusive(keeping, async () => {
    const spares = (await findServers(parts.docker, repo)).filter(isSpare);
    // One that is starting was left by an agent that was killed: all of one agent are made in turn.
    const fits = (one: FoundServer) => one.running && one.name === spareName({ repo }, snapshot.id);
    for (const one of spares) if (!fits(one)) await dropSpare(parts, one);
    if (spares.some(fits)) return;
    await makeServer(parts, { snapshot, repo, name: spareName({ repo }, snapshot.id) }, unwatched().signal);
  });
}

/** Removes the spares that are meant, once those that are being made are there. */
export async function dropSpares(parts: ServerParts, isMeant: (spare: FoundServer) => boolean): Promise<void> {
  await sparesAreThere(parts.exclusive);
  for (const one of await findServers(parts.docker)) if (isSpare(one) && isMeant(one)) await dropSpare(parts, one);
}

/** Resolves when no spare is being made: what is listed then is all that there is. */
export function sparesAreThere(exclusive: Exclusive): Promise<void> {
  return exclusive(keeping, async () => {});
}

/** Removes a server, unless it was a spare and has become somebody's. */
export function dropSpare(
  { docker, exclusive, networks }: ServerParts,
  { id, name, repo }: Pick<FoundServer, "id" | "name" | "repo">,
): Promise<void> {
  return exclusive(spareLock(repo), async () => {
    const container = docker.getContainer(id);
    const now = await unlessGone(container.inspect());
    if (now?.Name.slice(1) !== name) return;
    await removeContainer(container);
    await networks.tidy({ repo });
  });
}

function isSpare({ name }: FoundServer): boolean {
  return readServerName(name).spare;
}
