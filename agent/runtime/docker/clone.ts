import { Problem } from "../../problem.ts";
import type { Work } from "../../work.ts";
import type { Owner, Reach, ServerRef, SnapshotRef } from "../runtime.ts";
import { isConflict, isGone, unlessGone } from "./gone.ts";
import { LABEL } from "./labels.ts";
import { networkNames } from "./networks.ts";
import { publishedPort } from "./postgres-container.ts";
import { removeContainer } from "./remove-container.ts";
import { findServers, makeServer, type ServerParts } from "./server-container.ts";
import { readServerName, serverAlias, serverAliases, serverName, spareName, startingName } from "./server-name.ts";
import { dropSpare, spareLock } from "./spares.ts";

/** Starts a server from a snapshot, takes the spare, or finds the one that runs for this owner and snapshot. */
export function startClone(parts: ServerParts, snapshot: SnapshotRef, owner: Owner, work: Work): Promise<ServerRef> {
  const { docker, exclusive, networks } = parts;
  const name = serverName(owner, snapshot.id);
  /** Nobody waits for it: a workload, which needs it, holds the network, and so comes after. */
  const join = ({ id }: ServerRef) => void networks.join(owner, id, serverAliases(snapshot.id)).catch(() => {});
  return exclusive(`server ${name}`, async () => {
    work.signal.throwIfAborted();
    const found = await exclusive(spareLock(owner.repo), async () => {
      const there = await findServers(docker, owner.repo);
      const running = there.find((one) => one.name === name && one.running);
      if (running) return running;
      // One that stopped was killed, and without fsync nothing it holds can be relied on.
      const left = there.filter((one) => one.name === name || one.name === startingName(name));
      for (const { id } of left) await removeContainer(docker.getContainer(id));
      const spare = there.find((one) => one.running && one.name === spareName(owner, snapshot.id));
      if (!spare) return undefined;
      await docker.getContainer(spare.id).rename({ name });
      return { ...spare, name };
    }).catch((error: unknown) => {
      // The spare has gone meanwhile.
      if (isGone(error) || isConflict(error)) return undefined;
      throw error;
    });
    if (found) {
      if (!found.networks.includes(networkNames(owner).inside)) join(found);
      return { kind: "server", id: found.id, name };
    }
    work.progress("starting the database");
    const { repo } = owner;
    const server = await makeServer(parts, { snapshot, repo, name }, work.signal).catch(async (error: unknown) => {
      await networks.tidy(owner);
      throw error;
    });
    join(server);
    return server;
  });
}

/** How the host and the owner's workloads reach a server. */
export async function reachClone({ docker, logins: [superuser] }: ServerParts, server: ServerRef): Promise<Reach> {
  const info = await unlessGone(docker.getContainer(server.id).inspect());
  const port = info && publishedPort(info);
  if (!info || port === undefined)
    throw new Problem({
      what: "The database is gone",
      where: server.name,
      why: info ? `its container is ${info.State.Status}` : "its container was removed",
      next: "Ship again: a new one is started from the snapshot.",
      code: "server-gone",
    });
  const { [LABEL.key]: snapshotId = "", [LABEL.certificate]: ca } = info.Config.Labels;
  const ssl = { mode: ca === undefined ? "prefer" : "verify-full", ca } as const;
  const login = { user: superuser.name, database: "postgres", password: superuser.passwordFor(server.id), ssl };
  return {
    host: { ...login, host: "127.0.0.1", port },
    workload: { ...login, host: serverAlias(snapshotId), port: 5432 },
  };
}

/** Removes a server with its data. One that is gone is fine; a spare that has become somebody's meanwhile stays. */
export async function stopClone(parts: ServerParts, server: ServerRef): Promise<void> {
  const info = await unlessGone(parts.docker.getContainer(server.id).inspect());
  if (!info) return;
  const repo = info.Config.Labels[LABEL.repo] ?? "";
  const { spare, change } = readServerName(info.Name.slice(1));
  if (spare || readServerName(server.name).spare) return dropSpare(parts, { ...server, repo });
  await removeContainer(parts.docker.getContainer(server.id));
  await parts.networks.tidy({ repo, change });
}
