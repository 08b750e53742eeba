import { mkdir, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** Who holds a state directory: a process, told from a later one with the same id by when it started. */
interface Holder {
  readonly pid: number;
  readonly started: string;
}

/**
 * Takes the state directory for this process, so that one company is never run twice.
 * @returns what gives it back.
 */
export async function lockState(stateDir: string): Promise<() => Promise<void>> {
  await mkdir(stateDir, { recursive: true, mode: 0o700 });
  const path = lockPath(stateDir);
  const holder = await lockHolder(stateDir);
  if (holder) throw new Error(`The practice company in ${stateDir} is already running as process ${holder}.`);
  await rm(path, { force: true });
  const file = await open(path, "wx", 0o600);
  await file.writeFile(JSON.stringify({ pid: process.pid, started: await startOf(process.pid) } satisfies Holder));
  await file.close();
  return () => rm(path, { force: true });
}

/** Asks the process that runs the company to stop, and waits for it. Returns at once where nobody runs it. */
export async function stopHolder(stateDir: string): Promise<void> {
  const first = await lockHolder(stateDir);
  if (first) process.kill(first, "SIGTERM");
  for (let waited = 0; await lockHolder(stateDir); waited += 100) {
    if (waited > 60_000) throw new Error(`The practice company's process ${first} does not stop.`);
    await pause(100);
  }
}

/** The id of the process that holds the directory, or undefined. */
async function lockHolder(stateDir: string): Promise<number | undefined> {
  const text = await readFile(lockPath(stateDir), "utf8").catch(() => "");
  if (!text) return undefined;
  const holder = JSON.parse(text) as Holder;
  return isAlive(holder.pid) && (await startOf(holder.pid)) === holder.started ? holder.pid : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** When a process started, in Linux's own count; the same for all where /proc does not say. */
async function startOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  // The program's name comes second, in parentheses, and may itself hold spaces.
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
}

function lockPath(stateDir: string): string {
  return join(stateDir, "running.json");
}
