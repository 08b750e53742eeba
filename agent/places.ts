import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import envPaths from "env-paths";

/** Slipway's own folders on this machine. All private to the person (mode 0700). */
export interface Places {
  /** Journals, logs, keys, ownership: what must not be lost. */
  readonly state: string;
  /** What can be made again: sealed data directories, artifacts of the process runtime. */
  readonly cache: string;
  /** The address at which the agent listens: a Unix socket's path or a named pipe. */
  readonly socket: string;
}

/** The longest path that a Unix socket may have, on the platform that allows least (macOS). */
const longestSocketPath = 103;

/** Finds the folders and makes them. `SLIPWAY_HOME` puts them all in one place. */
export function findPlaces(environment: NodeJS.ProcessEnv = process.env): Places {
  const home = environment.SLIPWAY_HOME;
  const standard = envPaths("slipway", { suffix: "" });
  const state = home ? join(home, "state") : standard.data;
  const cache = home ? join(home, "cache") : standard.cache;
  for (const folder of [state, cache]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  return { state, cache, socket: socketAddress(state, home ? undefined : environment.XDG_RUNTIME_DIR) };
}

function socketAddress(state: string, runtimeFolder: string | undefined): string {
  const id = createHash("sha256").update(state).digest("hex").slice(0, 16);
  if (process.platform === "win32") return `\\\\.\\pipe\\slipway-${id}`;
  if (runtimeFolder) return join(runtimeFolder, "slipway.sock");
  const beside = join(state, "agent.sock");
  if (beside.length <= longestSocketPath) return beside;
  const folder = join(tmpdir(), `slipway-${id}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return join(folder, "agent.sock");
}
