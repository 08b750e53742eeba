import { createHmac } from "node:crypto";
import type { LoginRole } from "../../database/logins.ts";
import type { Secret } from "../../secrets/secret.ts";
import type { Limits, Runtime } from "../runtime.ts";
import { buildImage, findArtifact } from "./build-image.ts";
import { reachClone, startClone, stopClone } from "./clone.ts";
import { type Coordination, coordinate } from "./coordination.ts";
import { type Engine, explainEngineError } from "./engine.ts";
import { gateways } from "./gateway/gateway.ts";
import { type ConfiguredImages, ensureImage, resolveImage } from "./images.ts";
import { listOwned, removeOwned } from "./owned.ts";
import { SUPERUSER } from "./postgres-boot.ts";
import { ensurePostgresLayer } from "./postgres-layer.ts";
import type { FindLogin } from "./registry-login.ts";
import { runContainer } from "./run-container.ts";
import { type SealParts, sealSnapshot } from "./seal.ts";
import { checkPort, findServed, type ServeParts, serveApp, servedOutput, unserveApp } from "./serve.ts";
import type { ServerParts } from "./server-container.ts";
import { provideServices, type ServiceParts } from "./services.ts";
import { listSnapshots } from "./snapshot-images.ts";
import { snapshotRegistry } from "./snapshot-registry.ts";
import { dropSpares, keepSpare, sparesAreThere } from "./spares.ts";

export interface DockerRuntimeOptions {
  readonly engine: Engine;
  /** To be handed to every runtime on an Engine that has several. */
  readonly coordination?: Coordination | undefined;
  /** Images to use instead of the official ones. */
  readonly images?: ConfiguredImages | undefined;
  /** How to sign in to registries. By default nobody does. */
  readonly findLogin?: FindLogin | undefined;
  /** A started server's superuser password: the same for the same id, also in the agent that comes after this one. */
  passwordFor(serverId: string): Secret;
  /** A role that may sign in to servers besides the superuser. */
  readonly loginRole?: LoginRole | undefined;
  /** What a database server may use. Default: 2 GiB, two processors, 256 processes. */
  readonly databaseLimits?: Limits | undefined;
  /** How many routes a repository can have at once. Default 16. */
  readonly portsPerGateway?: number | undefined;
  /** How long requests to an old version may take after the switch. Default 30. */
  readonly drainSeconds?: number | undefined;
}

const DATABASE_LIMITS: Limits = { memoryBytes: 2 * 1024 ** 3, cpus: 2, pids: 256 };
const PORTS = 16;
const DRAIN_SECONDS = 30;

/** The runtime on a Docker Engine, near or far. Nothing is asked of the Engine before the first call. */
export function dockerRuntime(options: DockerRuntimeOptions): Runtime {
  const { docker } = options.engine;
  const { exclusive, networks } = options.coordination ?? coordinate(options.engine);
  const images = options.images ?? {};
  const findLogin = options.findLogin ?? (async () => undefined);
  const registry = snapshotRegistry(docker, findLogin);
  const shared = { docker, exclusive, networks };
  const limits = options.databaseLimits ?? DATABASE_LIMITS;

  const superuser = { name: SUPERUSER, passwordFor: (id: string) => options.passwordFor(id) };
  const servers: ServerParts = {
    ...shared,
    limits,
    logins: [superuser, ...(options.loginRole ? [options.loginRole] : [])],
  };
  const seals: SealParts = {
    ...shared,
    limits,
    layerFor: async ({ baseImage, postgresMajor }, work) => {
      if (baseImage) await ensureImage(docker, baseImage, work, findLogin);
      const base = baseImage ?? (await resolveImage(docker, "postgres", images, work, { findLogin, postgresMajor }));
      return ensurePostgresLayer(docker, exclusive, base, work);
    },
  };
  const serving: ServeParts = {
    ...shared,
    drainSeconds: options.drainSeconds ?? DRAIN_SECONDS,
    gateways: gateways({
      ...shared,
      portCount: options.portsPerGateway ?? PORTS,
      caddyImage: (work) => resolveImage(docker, "caddy", images, work, { findLogin }),
    }),
  };

  const services: ServiceParts = {
    ...shared,
    ensureImage: (name, work) => ensureImage(docker, name, work, findLogin),
    fingerprint: (text) =>
      createHmac("sha256", options.passwordFor("services").reveal()).update(text).digest("hex").slice(0, 24),
  };

  /** Every call ends in a result, a cancellation or an error that says what to do about the Engine. */
  const explained = async <T>(call: Promise<T>): Promise<T> => {
    try {
      return await call;
    } catch (error) {
      throw await explainEngineError(options.engine, error);
    }
  };

  return {
    kind: "docker",
    capabilities: { isolation: "container", egressDeny: true, limits: true, caveats: [] },
    artifacts: {
      build: (spec, work) => explained(buildImage(docker, exclusive, spec, work)),
      find: (owner, key) => explained(findArtifact(docker, owner, key)),
    },
    databases: {
      seal: (spec, work) => explained(sealSnapshot(seals, spec, work)),
      list: (owner) => explained(listSnapshots(docker, owner)),
      start: (snapshot, owner, work) => explained(startClone(servers, snapshot, owner, work)),
      reach: (server) => explained(reachClone(servers, server)),
      spares: {
        keep: (snapshot, owner) => explained(keepSpare(servers, snapshot, owner)),
        drop: (isMeant) => explained(dropSpares(servers, isMeant)),
      },
      registry: {
        pull: (owner, image, work) => explained(registry.pull(owner, image, work)),
        pulled: (owner, image) => explained(registry.pulled(owner, image)),
        push: (snapshot, image, work) => explained(registry.push(snapshot, image, work)),
      },
      stop: (server) => explained(stopClone(servers, server)),
    },
    workloads: {
      run: (spec, work) => explained(runContainer(docker, networks, spec, work)),
      serve: (spec, work) => explained(serveApp(serving, spec, work)),
      serving: (owner, route) => explained(findServed(serving, owner, route)),
      output: (owner, route, after) => explained(servedOutput(serving, owner, route, after)),
      checkPort: (spec, work) => explained(checkPort(serving, spec, work)),
      unserve: (owner, route) => explained(unserveApp(serving, owner, route)),
    },
    services: { provide: (owner, wanted, work) => explained(provideServices(services, owner, wanted, work)) },
    owned: (options) => explained(sparesAreThere(exclusive).then(() => listOwned(docker, options))),
    remove: async (one) => {
      // A container keeps the image that it was made of from being removed.
      if (one.kind === "snapshot") await explained(dropSpares(servers, (spare) => spare.snapshotId === one.id));
      await explained(removeOwned(docker, one));
    },
  };
}
