import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { sharePracticeCache } from "../../support/slipway-home.ts";

/** A home of its own for one editor: nothing of the person's settings is read, nothing is left in them. */
export interface Sandbox {
  readonly root: string;
  /** HOME, TMPDIR, the XDG directories and SLIPWAY_HOME, all inside the root. Every descendant inherits the last. */
  readonly env: Record<string, string>;
  /**
   * Ends what still runs with this environment and removes the root.
   * @returns the command lines that had to be ended: whoever expects none can say so.
   */
  dispose(): Promise<string[]>;
}

const GRACE = 10_000;
/** What an agent and everything that it starts inherit too, though it leaves out most of the environment. */
const MARKER = "SLIPWAY_HOME";

/** Makes a sandbox with a git identity. Its folders can be entered by PostgreSQL, which never runs as root. */
export async function createSandbox(): Promise<Sandbox> {
  const root = await mkdtemp(join(tmpdir(), "slipway-ed-"));
  const env = {
    HOME: join(root, "home"),
    TMPDIR: join(root, "tmp"),
    XDG_CONFIG_HOME: join(root, "home/.config"),
    XDG_DATA_HOME: join(root, "home/.local/share"),
    XDG_STATE_HOME: join(root, "home/.local/state"),
    XDG_CACHE_HOME: join(root, "home/.cache"),
    XDG_RUNTIME_DIR: join(root, "run"),
    [MARKER]: join(root, "slipway"),
  };
  await Promise.all(Object.values(env).map((folder) => mkdir(folder, { recursive: true })));
  await Promise.all([chmod(root, 0o755), chmod(env.TMPDIR, 0o1777), chmod(env.XDG_RUNTIME_DIR, 0o700)]);
  await mkdir(join(env[MARKER], "cache"), { recursive: true });
  await sharePracticeCache(join(env[MARKER], "cache"));
  await writeFile(join(env.HOME, ".gitconfig"), "[user]\n\tname = Ada Tester\n\temail = ada@example.com\n");
  return { root, env, dispose: () => dispose(root) };
}

async function dispose(root: string): Promise<string[]> {
  const survivors = await survivorsOf(root);
  for (const { pid } of survivors) kill(pid);
  await rm(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  return survivors.map(({ command }) => command);
}

/** A daemon ends a moment after its last client: only what is still there after the grace counts. */
async function survivorsOf(root: string): Promise<Awaited<ReturnType<typeof processesOf>>> {
  const end = performance.now() + GRACE;
  for (;;) {
    const left = await processesOf(root);
    if (left.length === 0 || performance.now() > end) return left;
    await setTimeout(200);
  }
}

async function processesOf(root: string): Promise<{ pid: number; command: string }[]> {
  const pids = (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(pids.map((pid) => describe(Number(pid), `${MARKER}=${join(root, "slipway")}\0`)));
  return found.filter((process) => process !== undefined);
}

async function describe(pid: number, marker: string): Promise<{ pid: number; command: string } | undefined> {
  const [environment, command] = await Promise.all([read(pid, "environ"), read(pid, "cmdline")]);
  return environment.includes(marker) ? { pid, command: command.replaceAll("\0", " ").trim() } : undefined;
}

function read(pid: number, name: string): Promise<string> {
  return readFile(`/proc/${pid}/${name}`, "utf8").catch(() => "");
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself in the meantime.
  }
}
