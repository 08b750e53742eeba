import type Docker from "dockerode";
import { type LoginRole, loginSql } from "../../database/logins.ts";
import type { Limits, ServerRef, SnapshotRef } from "../runtime.ts";
import type { Exclusive } from "./keyed-lock.ts";
import { LABEL, labelled, labelsFor } from "./labels.ts";
import { joinLater, NO_NETWORK } from "./network-later.ts";
import type { Networks } from "./networks.ts";
import { bootPostgres, TLS_SETTINGS } from "./postgres-boot.ts";
import { createPostgres } from "./postgres-container.ts";
import { CLONE_SETTINGS } from "./postgres-settings.ts";
import { removeContainer } from "./remove-container.ts";
import { type SelfSigned, selfSigned } from "./self-signed.ts";
import { serverAliases, startingName } from "./server-name.ts";

/** What starting and keeping servers takes. */
export interface ServerParts {
  readonly docker: Docker;
  readonly exclusive: Exclusive;
  readonly networks: Networks;
  readonly limits?: Limits | undefined;
  /** The superuser first. */
  readonly logins: readonly [LoginRole, ...LoginRole[]];
}

export interface NewServer {
  readonly snapshot: SnapshotRef;
  readonly repo: string;
  readonly name: string;
}

/**
 * Makes a server of a snapshot, on the repository's bridge alone, and resolves when it takes connections. It bears its
 * name only then. One that cannot start, or is cancelled, is removed.
 */
export async function makeServer(parts: ServerParts, server: NewServer, signal: AbortSignal): Promise<ServerRef> {
  const { docker, networks, logins } = parts;
  const running = Promise.withResolvers<string>();
  const reachable = networks.holdBridge(server.repo, async (bridge) =>
    joinLater(docker, await running.promise, bridge),
  );
  // It may fail before anybody waits for it.
  reachable.catch(() => {});
  let container: Docker.Container | undefined;
  try {
    const tls = selfSigned(["localhost", "127.0.0.1", ...serverAliases(server.snapshot.id)]);
    container = await createServer(parts, server, tls);
    const { id } = container;
    const credentials = { sql: await loginSql(id, logins), tls };
    await Promise.all([bootPostgres(container, credentials, signal, () => running.resolve(id)), reachable]);
    await container.rename({ name: server.name });
    signal.throwIfAborted();
    return { kind: "server", id, name: server.name };
  } catch (error) {
    running.reject(error);
    await reachable.catch(() => {});
    if (container) await removeContainer(container);
    throw error;
  }
}

function createServer({ docker, limits }: ServerParts, server: NewServer, tls: SelfSigned): Promise<Docker.Container> {
  const { snapshot, repo, name } = server;
  const more = { [LABEL.key]: snapshot.id, [LABEL.certificate]: tls.certificate };
  return createPostgres(docker, {
    name: startingName(name),
    image: snapshot.id,
    labels: labelsFor({ repo }, "server", more),
    network: NO_NETWORK,
    limits,
    settings: { ...CLONE_SETTINGS, ...TLS_SETTINGS },
  });
}

/** A server's container, as the Engine lists it. */
export interface FoundServer extends ServerRef {
  readonly snapshotId: string;
  readonly repo: string;
  readonly running: boolean;
  /** By name. */
  readonly networks: readonly string[];
}

/** Those of a repository, or of all. */
export async function findServers(docker: Docker, repo?: string): Promise<FoundServer[]> {
  const labels = { [LABEL.role]: "server", ...(repo !== undefined && { [LABEL.repo]: repo }) };
  const found = await docker.listContainers({ all: true, filters: labelled(labels) });
  return found.map(({ Id, Names, Labels, State, NetworkSettings }) => ({
    kind: "server",
    id: Id,
    name: Names[0]?.slice(1) ?? Id,
    snapshotId: Labels[LABEL.key] ?? "",
    repo: Labels[LABEL.repo] ?? "",
    running: State === "running",
    networks: Object.keys(NetworkSettings.Networks),
  }));
}
