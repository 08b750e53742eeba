import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** Paths of PEM files. */
export interface TlsFiles {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** Where `docker context use` points, or undefined for the default context. */
export function contextEndpoint(
  env: Readonly<Record<string, string | undefined>>,
): { host: string; tls: TlsFiles | undefined } | undefined {
  const home = env.DOCKER_CONFIG ?? join(env.HOME ?? homedir(), ".docker");
  const name = env.DOCKER_CONTEXT ?? readJson(join(home, "config.json"))?.currentContext;
  if (typeof name !== "string" || name === "" || name === "default") return undefined;
  // The command keeps each context in a directory named after the hash of its name.
  const id = createHash("sha256").update(name).digest("hex");
  const meta = readJson(join(home, "contexts", "meta", id, "meta.json"));
  const host = (meta?.Endpoints as { docker?: { Host?: string } } | undefined)?.docker?.Host;
  if (!host) return undefined;
  const keys = join(home, "contexts", "tls", id, "docker");
  const tls = { ca: join(keys, "ca.pem"), cert: join(keys, "cert.pem"), key: join(keys, "key.pem") };
  return { host, tls: existsSync(tls.key) ? tls : undefined };
}

function readJson(file: string): Record<string, unknown> | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    // A broken file is docker's to complain about; here it says nothing.
    return undefined;
  }
}
