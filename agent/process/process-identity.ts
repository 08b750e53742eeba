import { readFile } from "node:fs/promises";
import { execa } from "execa";
import { isAlive as isNumberInUse } from "../is-alive.ts";

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in the system's own terms: to be compared, not read. */
  readonly started: string;
}

/** The process that has this number now; undefined where there is none or only its remains (a zombie). */
export async function identifyProcess(pid: number): Promise<ProcessIdentity | undefined> {
  const started = process.platform === "linux" ? await startedOnLinux(pid) : await startedElsewhere(pid);
  return started === undefined ? undefined : { pid, started };
}

export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  return (await identifyProcess(identity.pid))?.started === identity.started;
}

/** The same of a process that was noted down, where an older build noted its number only: then that alone counts. */
export async function isNotedAlive({ pid, started }: { pid: number; started?: string | undefined }): Promise<boolean> {
  return started === undefined ? isNumberInUse(pid) : isAlive({ pid, started });
}

/** The arguments that a process was started with, as one text; empty where there is none. */
export async function commandLineOf(pid: number): Promise<string> {
  if (process.platform === "linux") return readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  const { stdout } = await execa("ps", ["-o", "args=", "-p", String(pid)], { reject: false });
  return stdout ?? "";
}

async function startedOnLinux(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  // The second field is the program's name in parentheses and may hold anything.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state, ticks] = [fields[0], fields[19]];
  if (ticks === undefined || state === "Z" || state === "X") return undefined;
  const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => "");
  return `${boot.trim()} ${ticks}`;
}

async function startedElsewhere(pid: number): Promise<string | undefined> {
  const { stdout } = await execa("ps", ["-o", "stat=,lstart=", "-p", String(pid)], { reject: false });
  const line = (stdout ?? "").trim();
  return line === "" || line.startsWith("Z") ? undefined : line.replace(/^\S+\s+/, "");
}
