import type Docker from "dockerode";
import { Problem } from "../../problem.ts";
import type { Secret } from "../../secrets/secret.ts";
import type { Work } from "../../work.ts";
import type { Limits, Owner, Reach, ServerRef, SnapshotRef } from "../runtime.ts";
import { unlessGone } from "./gone.ts";
import type { Exclusive } from "./keyed-lock.ts";
import { LABEL, labelled, labelsFor } from "./labels.ts";
import type { Networks } from "./networks.ts";
import { bootPostgres, SUPERUSER, TLS_SETTINGS } from "./postgres-boot.ts";
import { createPostgres, publishedPort } from "./postgres-container.ts";
import { CLONE_SETTINGS } from "./postgres-settings.ts";
import { removeContainer } from "./remove-container.ts";
import { selfSigned } from "./self-signed.ts";
import { readServerName, serverAlias, serverName, startingName } from "./server-name.ts";

export interface CloneParts {
  readonly docker: Docker;
  readonly exclusive: Exclusive;
  readonly networks: Networks;
  readonly limits?: Limits | undefined;
  passwordFor(serverId: string): Secret;
}

/** Starts a server from a snapshot, or finds the one that runs for this owner and snapshot. */
export function startClone(parts: CloneParts, snapshot: SnapshotRef, owner: Owner, work: Work): Promise<ServerRef> {
  const name = serverName(owner, snapshot.id);
  return parts.exclusive(`server ${name}`, async () => {
    const there = await findServers(parts.docker, snapshot, owner);
    const running = there.find((one) => one.name === name && one.running);
    if (running) return running.server;
    work.signal.throwIfAborted();
    work.progress("starting the database");
    // One that stopped was killed, and without fsync nothing it holds can be relied on.
    for (const one of there) {
      if (one.name === name || one.name === startingName(name)) {
        await removeContainer(parts.docker.getContainer(one.server.id));
      }
    }
    try {
      return await parts.networks.hold(owner, ({ inside, bridge }) =>
        makeServer(parts, { snapshot, owner, name, inside, bridge }, work),
      );
    } catch (error) {
      await parts.networks.tidy(owner);
      throw error;
    }
  });
}

interface NewServer {
  readonly snapshot: SnapshotRef;
  readonly owner: Owner;
  readonly name: string;
  readonly inside: string;
  readonly bridge: string;
}

async function makeServer(parts: CloneParts, server: NewServer, { signal }: Work): Promise<ServerRef> {
  const { snapshot, owner, name, inside, bridge } = server;
  const { docker, limits } = parts;
  const aliases = ["db", serverAlias(snapshot.id)];
  const tls = selfSigned(["localhost", "127.0.0.1", ...aliases]);
  const container = await createPostgres(docker, {
    name: startingName(name),
    image: snapshot.id,
    labels: labelsFor({ repo: owner.repo }, "server", {
      [LABEL.key]: snapshot.id,
      [LABEL.certificate]: tls.certificate,
    }),
    bridge,
    limits,
    settings: { ...CLONE_SETTINGS, ...TLS_SETTINGS },
  });
  try {
    await docker.getNetwork(inside).connect({ Container: container.id, EndpointConfig: { Aliases: aliases } });
    await bootPostgres(container, { password: parts.passwordFor(container.id), tls }, signal);
    await container.rename({ name });
    signal.throwIfAborted();
  } catch (error) {
    await removeContainer(container);
    throw error;
  }
  return { kind: "server", id: container.id, name };
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
  const { [LABEL.key]: snapshotId = "", [LABEL.certificate]: ca } = info.Config.Labels;
  const ssl = { mode: ca === undefined ? "prefer" : "verify-full", ca } as const;
  const login = { user: SUPERUSER, database: "postgres", password: parts.passwordFor(server.id), ssl };
  return {
    host: { ...login, host: "127.0.0.1", port },
    workload: { ...login, host: serverAlias(snapshotId), port: 5432 },
  };
}

/** Removes a server with its data. One that is gone is fine. */
export async function stopClone(parts: CloneParts, server: ServerRef): Promise<void> {
  const container = parts.docker.getContainer(server.id);
  const info = await unlessGone(container.inspect());
  await removeContainer(container);
  if (!info) return;
  const { change } = readServerName(info.Name.slice(1));
  await parts.networks.tidy({ repo: info.Config.Labels[LABEL.repo] ?? "", change });
}

interface FoundServer {
  readonly server: ServerRef;
  readonly name: string;
  readonly running: boolean;
}

async function findServers(docker: Docker, snapshot: SnapshotRef, { repo }: Owner): Promise<FoundServer[]> {
  const filters = labelled({ [LABEL.repo]: repo, [LABEL.role]: "server", [LABEL.key]: snapshot.id });
  const found = await docker.listContainers({ all: true, filters });
  return found.map(({ Id, Names, State }) => {
    const name = Names[0]?.slice(1) ?? Id;
    return { server: { kind: "server", id: Id, name }, name, running: State === "running" };
  });
}
