import { createHmac, randomBytes } from "node:crypto";
import type Docker from "dockerode";
import { dockerRuntime } from "../../agent/runtime/docker/docker-runtime.ts";
import { openEngine } from "../../agent/runtime/docker/engine.ts";
import { configuredImages } from "../../agent/runtime/docker/images.ts";
import type { Owner, Runtime } from "../../agent/runtime/runtime.ts";
import { Secret } from "../../agent/secrets/secret.ts";
import { ownerRole } from "../../agent/snapshot/clone-databases.ts";

/** The runtime on the Engine here, with a repository of a benchmark's own. */
export interface BenchRuntime {
  readonly docker: Docker;
  readonly runtime: Runtime;
  readonly owner: Owner;
  /** Of a server's roles: the superuser and the one that owns all. */
  passwordFor(serverId: string): Secret;
}

/** Lends it, and removes all that was made with it. */
export async function withBenchRuntime<T>(use: (bench: BenchRuntime) => Promise<T>): Promise<T> {
  const engine = openEngine();
  const passwordFor = (id: string) => new Secret(createHmac("sha256", "a key for benchmarks").update(id).digest("hex"));
  const loginRole = { name: ownerRole, passwordFor };
  const runtime = dockerRuntime({ engine, images: configuredImages(process.env), passwordFor, loginRole });
  const owner = { repo: `bench-${randomBytes(3).toString("hex")}` };
  try {
    return await use({ docker: engine.docker, runtime, owner, passwordFor });
  } finally {
    for (const one of await runtime.owned()) if (one.owner.repo === owner.repo) await runtime.remove(one);
  }
}
