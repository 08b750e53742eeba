import { mkdir, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Founding } from "../work.ts";

/** A process, told from a later one with the same id by when it started. */
interface Identity {
  readonly pid: number;
  readonly started: string;
}

/** Who holds a state directory. */
interface Holder extends Identity {
  /** Without which it stops by itself: the process that started it. */
  readonly parent?: Identity | undefined;
}

/** How long a company may take to stop, in milliseconds. */
const patience = 60_000;

/**
 * Takes the state directory for this process, so that one company is never run twice. A holder whose parent has ended
 * stops by itself, and is waited for.
 * @param options whether this process, too, stops when its parent ends.
 * @returns what gives it back.
 */
export async function lockState(
  stateDir: string,
  { dependsOnParent }: { dependsOnParent: boolean },
  { say, signal }: Founding,
): Promise<() => Promise<void>> {
  await mkdir(stateDir, { recursive: true, mode: 0o700 });
  const path = lockPath(stateDir);
  const parent = dependsOnParent ? await identify(process.ppid) : undefined;
  const holder = await lockHolder(stateDir);
  if (holder?.parent && !(await isRunning(holder.parent))) {
    say("Waiting for the practice company of an agent that was killed to stop");
    await untilReleased(stateDir, holder, signal);
  } else if (holder) {
    throw new Error(`The practice company in ${stateDir} is already running as process ${holder.pid}.`);
  }
  await rm(path, { force: true });
  const file = await open(path, "wx", 0o600);
  await file.writeFile(JSON.stringify({ ...(await identify(process.pid)), parent } satisfies Holder));
  await file.close();
  return () => rm(path, { force: true });
}

/** Asks the process that runs the company to stop, and waits for it. Returns at once where nobody runs it. */
export async function stopHolder(stateDir: string): Promise<void> {
  const holder = await lockHolder(stateDir);
  if (!holder) return;
  process.kill(holder.pid, "SIGTERM");
  await untilReleased(stateDir, holder);
}

async function untilReleased(stateDir: string, { pid }: Holder, signal?: AbortSignal): Promise<void> {
  for (let waited = 0; await lockHolder(stateDir); waited += 100) {
    if (waited > patience) throw new Error(`The practice company's process ${pid} does not stop.`);
    await pause(100, undefined, { signal });
  }
}

/** The process that holds the directory, or undefined. */
async function lockHolder(stateDir: string): Promise<Holder | undefined> {
  const text = await readFile(lockPath(stateDir), "utf8").catch(() => "");
  if (!text) return undefined;
  const holder = JSON.parse(text) as Holder;
  return (await isRunning(holder)) ? holder : undefined;
}

async function identify(pid: number): Promise<Identity> {
  return { pid, started: await startOf(pid) };
}

async function isRunning({ pid, started }: Identity): Promise<boolean> {
  return isAlive(pid) && (await startOf(pid)) === started;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** When a process started, in Linux's own count; empty where /proc does not say, and for one that has ended. */
async function startOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  // The program's name comes second, in parentheses, and may itself hold spaces.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  // A killed process stays as a zombie until its parent has asked for its end.
  return fields[0] === "Z" ? "" : (fields[19] ?? "");
}

function lockPath(stateDir: string): string {
  return join(stateDir, "running.json");
}
