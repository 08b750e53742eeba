import { createHash } from "node:crypto";
import { lstatSync, mkdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import envPaths from "env-paths";
import { Problem } from "./problem.ts";

/** Slipway's own folders on this machine. All private to the person (mode 0700). */
export interface Places {
  /** Journals, logs, keys, ownership: what must not be lost. */
  readonly state: string;
  /** What can be made again: sealed data directories, artifacts of the process runtime. */
  readonly cache: string;
  /** The address at which the agent listens: a Unix socket's path or a named pipe. */
  readonly socket: string;
}

/** The longest path in bytes that a Unix socket may have, on the platform that allows least (macOS). */
const longestSocketPath = 103;

/** Finds the folders and makes them. `SLIPWAY_HOME` puts them all in one place. */
export function findPlaces(environment: NodeJS.ProcessEnv = process.env): Places {
  const home = environment.SLIPWAY_HOME;
  const standard = envPaths("slipway", { suffix: "" });
  const state = home ? join(home, "state") : standard.data;
  const cache = home ? join(home, "cache") : standard.cache;
  for (const folder of [state, cache]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  return { state, cache, socket: socketAddress(realpathSync.native(state)) };
}

/**
 * Depends on the state folder alone: an editor, a terminal and a scheduled job of one person have different runtime and
 * temporary folders, and whoever finds the state must find the agent that works on it.
 */
function socketAddress(state: string): string {
  const id = createHash("sha256").update(state).digest("hex").slice(0, 16);
  if (process.platform === "win32") return `\\\\.\\pipe\\slipway-${id}`;
  const beside = join(state, "agent.sock");
  if (Buffer.byteLength(beside) <= longestSocketPath) return beside;
  return join(privateFolder(`/tmp/slipway-${id}`), "agent.sock");
}

/** A folder where everybody may make folders. @throws Problem where somebody else was first: they would get the token. */
function privateFolder(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  if (found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o077) === 0) return folder;
  throw new Problem({
    what: "The agent's socket has no safe place",
    where: folder,
    why: "it is not a folder that you alone may use",
    next: "Remove it, or set SLIPWAY_HOME to a folder with a shorter path.",
    code: "no-safe-socket",
  });
}
