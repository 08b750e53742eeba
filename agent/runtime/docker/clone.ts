import type Docker from "dockerode";
import { Problem } from "../../problem.ts";
import type { Secret } from "../../secrets/secret.ts";
import type { Work } from "../../work.ts";
import type { Limits, Owner, Reach, ServerRef, SnapshotRef } from "../runtime.ts";
import { unlessGone } from "./gone.ts";
import type { Exclusive } from "./keyed-lock.ts";
import { LABEL, labelled, labelsFor, nameFor, ownerOf } from "./labels.ts";
import type { Networks } from "./networks.ts";
import { createPostgres, publishedPort, SUPERUSER, startPostgres } from "./postgres-container.ts";
import { removeContainer } from "./remove-container.ts";

export interface CloneParts {
  readonly docker: Docker;
  readonly exclusive: Exclusive;
  readonly networks: Networks;
  readonly limits?: Limits | undefined;
  passwordFor(serverId: string): Secret;
}

/** Starts a server from a snapshot, or finds the one that runs for this owner and snapshot. */
export function startClone(parts: CloneParts, snapshot: SnapshotRef, owner: Owner, work: Work): Promise<ServerRef> {
  const { docker, exclusive, networks } = parts;
  const name = nameFor(owner, aliasOf(snapshot.id));
  return exclusive(`server ${name}`, async () => {
    const running = await findRunning(docker, snapshot, owner);
    if (running) return running;
    work.signal.throwIfAborted();
    work.progress("starting the database");
    try {
      return await networks.hold(owner, async ({ inside, bridge }) => {
        // One that stopped was killed, and without fsync nothing it holds can be relied on.
        await removeContainer(docker.getContainer(name));
        const labels = labelsFor(owner, "server", { [LABEL.key]: snapshot.id });
        const container = await createPostgres(docker, {
          name,
          image: snapshot.id,
          labels,
          bridge,
          limits: parts.limits,
        });
        try {
          const alias = { Container: container.id, EndpointConfig: { Aliases: ["db", aliasOf(snapshot.id)] } };
          await docker.getNetwork(inside).connect(alias);
          await startPostgres(container, parts.passwordFor(container.id));
          work.signal.throwIfAborted();
        } catch (error) {
          await removeContainer(container);
          throw error;
        }
        return { kind: "server", id: container.id, name };
      });
    } catch (error) {
      await networks.tidy(owner);
      throw error;
    }
  });
}

/** How the host and the owner's workloads reach a server. */
export async function reachClone(parts: CloneParts, server: ServerRef): Promise<Reach> {
  const info = await unlessGone(parts.docker.getContainer(server.id).inspect());
  const port = info && publishedPort(info);
  if (!info || port === undefined)
    throw new Problem({
      what: "The database is gone",
      where: server.name,
      why: info ? `its container is ${info.State.Status}` : "its container was removed",
      next: "Ship again: a new one is started from the snapshot.",
      code: "server-gone",
    });
  const login = { user: SUPERUSER, database: "postgres", password: parts.passwordFor(server.id) };
  const alias = aliasOf(info.Config.Labels[LABEL.key] ?? "");
  return { host: { ...login, host: "127.0.0.1", port }, workload: { ...login, host: alias, port: 5432 } };
}

/** Removes a server with its data. One that is gone is fine. */
export async function stopClone(parts: CloneParts, server: ServerRef): Promise<void> {
  const container = parts.docker.getContainer(server.id);
  const info = await unlessGone(container.inspect());
  await removeContainer(container);
  if (info) await parts.networks.tidy(ownerOf(info.Config.Labels));
}

async function findRunning(docker: Docker, snapshot: SnapshotRef, owner: Owner): Promise<ServerRef | undefined> {
  const labels = labelsFor(owner, "server", { [LABEL.key]: snapshot.id });
  const [found] = await docker.listContainers({ filters: { ...labelled(labels), status: ["running"] } });
  return found && { kind: "server", id: found.Id, name: found.Names[0]?.slice(1) ?? found.Id };
}

/** A host name of its own on the change's network: two snapshots' servers may run side by side. */
function aliasOf(snapshotId: string): string {
  return `db-${snapshotId.replace("sha256:", "").slice(0, 8)}`;
}
