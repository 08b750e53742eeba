import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Connection } from "../../database/connection.ts";
import { asProblem, Problem } from "../../problem.ts";
import { productionSlug } from "../../repository/slug.ts";
import type { RouteSpec, Runtime, ServeSpec } from "../../runtime/runtime.ts";
import type { Secret } from "../../secrets/secret.ts";
import { PRODUCTION_ROUTE } from "../production-route.ts";
import type { DeployRequest, ProductionMigration, Release, Target } from "../target.ts";
import { type BackupWay, backUp } from "./backup.ts";
import { besideName } from "./beside-name.ts";
import { type OpenRelease, openRelease, withMigrations } from "./open-release.ts";
import { ReleaseList } from "./release-list.ts";
import { keepRestored, openMaintenance, restoreBackup } from "./restore.ts";
import { swapDatabases } from "./swap-databases.ts";
import { readWriteCounters, writesBetween } from "./table-writes.ts";
import { lockTarget } from "./target-lock.ts";

/** Production on a runtime: this machine's Engine or another's, or plain processes. */
export interface HostedTargetOptions {
  readonly kind: string;
  readonly runtime: Runtime;
  /** The repository's slug. */
  readonly repo: string;
  /** Where releases, the lock and dumps are kept. */
  readonly folder: string;
  /** Production's database as this machine reaches it, as the role that owns it. */
  readonly database: Connection;
  /** The app's environment in production, its database's URL included, as its workload reaches it. */
  readonly env: Readonly<Record<string, Secret>>;
  readonly network?: string | undefined;
  readonly port?: number | undefined;
  readonly domain?: string | undefined;
  readonly backup: BackupWay;
}

/** How many versions that served before are kept ready to serve again. */
const keptVersions = 2;

/** The releases of a target, newest first, and the one of them that serves. */
export async function knownReleases(
  runtime: Runtime,
  repo: string,
  list: ReleaseList,
): Promise<{ releases: Release[]; live: Release | undefined }> {
  const served = await runtime.workloads.serving({ repo, change: productionSlug }, PRODUCTION_ROUTE);
  const releases = list.readWith(served);
  return { releases, live: served && releases.find((release) => release.commit === served.version) };
}

export function hostedTarget(options: HostedTargetOptions): Target {
  const owner = { repo: options.repo, change: productionSlug };
  const list = new ReleaseList(options.folder);
  const address: RouteSpec = {
    owner,
    route: PRODUCTION_ROUTE,
    fixedPort: options.port,
    hostnames: options.domain ? [options.domain] : [`production.${options.repo}.localhost`],
  };
  return {
    kind: options.kind,
    lock: async (run) => lockTarget(options.folder, run),
    database: async () => options.database,
    releases: async () => (await known()).releases,
    live: async () => (await known()).live,
    deploy: async (request, work) => {
      if (address.fixedPort !== undefined)
        await options.runtime.workloads.checkPort(address, work).catch((error: unknown) => {
          throw explainPort(error, options.kind);
        });
      let open = openRelease(list, request, await serving());
      const url = options.domain === undefined ? undefined : `https://${options.domain}`;
      const addressed = (address: string) => forProduction(request.envFor?.(url ?? address));
      const begin = () => list.begin({ ...open, url: url ?? "" });
      const workload = {
        ...address,
        artifact: request.artifact,
        env: { ...request.env, ...options.env },
        egress: true,
        network: options.network,
        limits: { memoryBytes: request.memoryBytes },
      };
      if (request.migration) await migrate(request.migration, open.number);
      begin();
      request.onStep?.("start");
      work.progress(`starting ${request.commit.slice(0, 8)}`);
      const served = await options.runtime.workloads
        .serve({ ...serveSpec(request, workload), envFor: addressed }, work)
        .catch((error: unknown) => {
          throw open.migrations.length > 0 ? notLive(error, open) : error;
        });
      const release: Release = { ...open, url: url ?? served.url };
      list.put(release);
      return release;

      async function migrate(migration: ProductionMigration, release: number): Promise<void> {
        const { workloads } = options.runtime;
        // It serves nobody: where production has no name of its own, its address is its own machine.
        const own = { ...workload.env, ...addressed(`http://localhost:${request.port}`) };
        const env = { ...own, ...migration.toolEnv?.(own) };
        const run = (command: string) => workloads.run({ ...workload, env, name: "migrate-production", command }, work);
        const pending = await migration.pending();
        if (pending.length === 0 && !(await migration.mayBeMore(run))) return;
        request.onStep?.("backup");
        const folder = join(options.folder, "backups");
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        const backup = await backUp(options.backup, options.database, { folder, release }, work);
        const before = open;
        open = withMigrations(before, pending, backup);
        begin();
        request.onStep?.("migrate");
        work.progress(pending.length > 0 ? `applying ${pending.join(", ")}` : "applying what no file tells of");
        const applied = await migration.apply(run).catch(async (error: unknown) => {
          const left = await migration.pending().catch((): string[] => []);
          open = withMigrations(before, [...new Set(pending).difference(new Set(left))], backup);
          begin();
          throw migrationFailed(error, backup?.place);
        });
        open = withMigrations(before, applied, backup);
      }
    },
    restore: (backup, work) => restoreBackup(options.database, backup, besideName(options.database, "restored"), work),
    replaceDatabase: async (next, kept = besideName(options.database, "before_rollback")) => {
      const admin = await openMaintenance(options.database);
      try {
        await keepRestored(admin, next);
        await swapDatabases(admin, { current: options.database.database, next, kept });
        return kept;
      } finally {
        await admin.end();
      }
    },
    writesSince: async ({ writes }) => writes && writesBetween(writes, await readWriteCounters(options.database)),
  };

  function known() {
    return knownReleases(options.runtime, options.repo, list);
  }

  /** What the target itself gives goes before what the app makes of its address. */
  function forProduction(env: Readonly<Record<string, string>> = {}): Record<string, string> {
    return Object.fromEntries(Object.entries(env).filter(([name]) => !(name in options.env)));
  }

  function serving() {
    return options.runtime.workloads.serving(owner, PRODUCTION_ROUTE);
  }

  function serveSpec(
    request: DeployRequest,
    workload: Omit<ServeSpec, "name" | "version" | "port" | "health">,
  ): ServeSpec {
    return {
      ...workload,
      name: `release-${request.commit.slice(0, 8)}`,
      command: request.command,
      version: request.commit,
      port: request.port,
      health: request.health,
      healthTimeoutSeconds: request.healthTimeoutSeconds,
      keep: keptVersions,
    };
  }
}

function explainPort(error: unknown, kind: string): unknown {
  if (!(error instanceof Problem) || error.code !== "port-taken") return error;
  const { where, why, code } = error;
  return new Problem({
    what: "Production cannot have its port",
    where,
    why,
    next: `Free the port, or give target.${kind}.port of slipway.json another one on the base branch; then \`slipway merge\` again. Production is as it was.`,
    code,
    cause: error,
  });
}

function notLive(error: unknown, { number, commit, migrations }: OpenRelease): Problem {
  const { what, why } = asProblem(error, "The new version does not serve");
  return new Problem({
    what,
    where: `release ${number} (${commit.slice(0, 8)})`,
    why,
    next: `The old version keeps serving, on a database to which ${migrations.join(", ")} was applied. Mend the new one and merge that; where the old one cannot live with it, \`slipway rollback\` says how the database goes back.`,
    code: "release-not-live",
    cause: error,
  });
}

function migrationFailed(error: unknown, backup: string | undefined): Problem {
  const { where, why } = asProblem(error, "The migration failed");
  return new Problem({
    what: "The migration failed on production",
    where,
    why,
    next: `The old version keeps serving.${backup ? ` The database as it was before is kept: ${backup}.` : ""}`,
    code: "production-migration-failed",
    cause: error,
  });
}
