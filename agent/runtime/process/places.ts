import { createHash } from "node:crypto";
import { chmod, chown, mkdir, rm, rmdir } from "node:fs/promises";
import { dirname, isAbsolute, join, relative } from "node:path";
import { Problem } from "../../problem.ts";
import type { Owner } from "../runtime.ts";
import { postgresIdentity } from "./postgres-identity.ts";
import { writeRecord } from "./record.ts";

/** Where the process runtime keeps what it owns. */
export interface Places {
  readonly artifacts: string;
  /** Records of running processes and of the routes' ports. */
  readonly workloads: string;
  readonly routes: string;
  readonly snapshots: string;
  readonly servers: string;
  /** A copy of PostgreSQL's programs, where the original is of no use. */
  readonly programs: string;
  /** Makes a private directory, for PostgreSQL where `forPostgres`. */
  make(directory: string, forPostgres?: boolean): Promise<void>;
  /** Writes a record and makes the directory for it. */
  write(file: string, value: unknown): Promise<void>;
  /** Removes a directory or file and the directories above it that are empty then. Refuses what is not ours. */
  clear(path: string): Promise<void>;
}

/**
 * PostgreSQL refuses to run as root, and nobody else may look into root's directories: then the databases live in a
 * directory of their own.
 */
export function runtimePlaces(stateDirectory: string, cacheDirectory: string): Places {
  const identity = postgresIdentity();
  const databases = identity
    ? join("/var/cache", `slipway-${hash(cacheDirectory)}`)
    : join(cacheDirectory, "databases");
  const roots = [databases, join(cacheDirectory, "artifacts"), join(stateDirectory, "processes")] as const;

  return {
    artifacts: roots[1],
    workloads: join(roots[2], "workloads"),
    routes: join(roots[2], "routes"),
    snapshots: join(databases, "snapshots"),
    servers: join(databases, "servers"),
    programs: join(databases, "programs"),
    async make(directory, forPostgres = false) {
      const made = await unlessCleared(() => mkdir(directory, { recursive: true, mode: 0o700 }));
      if (!forPostgres || !identity || made === undefined) return;
      for (let path = directory; path.length >= made.length; path = dirname(path)) {
        await chown(path, identity.uid, identity.gid);
        await chmod(path, 0o700);
      }
    },
    write: (file, value) =>
      unlessCleared(async () => {
        await mkdir(dirname(file), { recursive: true, mode: 0o700 });
        await writeRecord(file, value);
      }),
    async clear(path) {
      const root = roots.find((one) => isBelow(path, one));
      if (!root) throw new Problem({ what: "This is not Slipway's to remove", where: path, code: "not-owned" });
      await rm(path, { recursive: true, force: true, maxRetries: 3 });
      for (let above = dirname(path); isBelow(above, root) || above === root; above = dirname(above))
        if (
          !(await rmdir(above).then(
            () => true,
            () => false,
          ))
        )
          break;
    },
  };
}

/** `repo/change` as path segments; what the repository shares is under `-`. */
export function ownerPath(owner: Owner): string {
  return join(segment(owner.repo), owner.change === undefined ? "-" : `=${segment(owner.change)}`);
}

/** Any text as one path segment. */
export function segment(text: string): string {
  return encodeURIComponent(text).replaceAll(".", "%2E");
}

/** Tries again where a directory is taken away at this moment, because the last thing in it was cleared. */
async function unlessCleared<T>(make: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await make();
    } catch (error) {
      const cleared = error instanceof Error && "code" in error && error.code === "ENOENT";
      if (!cleared || attempt === 100) throw error;
    }
  }
}

function isBelow(path: string, root: string): boolean {
  const way = relative(root, path);
  return way !== "" && !way.startsWith("..") && !isAbsolute(way);
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}
