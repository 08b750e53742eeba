import { readdir, readFile } from "node:fs/promises";
import type { Thing } from "./census.ts";

const LISTENING = "0A";

/** All processes of the machine that were started by somebody, the kernel's own threads left out. */
export async function processes(): Promise<Thing[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(pids.map(describe));
  return found.filter((thing) => thing !== undefined);
}

/** All TCP ports that this machine (not its containers) listens on, over IPv4 and IPv6. */
export async function listeningPorts(): Promise<Thing[]> {
  const tables = await Promise.all(["/proc/net/tcp", "/proc/net/tcp6"].map((path) => read(path)));
  const ports = tables.flatMap((table) => table.split("\n").slice(1).flatMap(portOf));
  return [...new Set(ports)].map((port) => ({ kind: "port", id: String(port), label: `port ${port}` }));
}

/** A process is its pid and its start: pids come again. What has ended and only waits to be reaped is no process. */
async function describe(pid: string): Promise<Thing | undefined> {
  const [commandLine, stat] = await Promise.all([read(`/proc/${pid}/cmdline`), read(`/proc/${pid}/stat`)]);
  const [state, ...numbers] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (!commandLine || state === "Z") return undefined;
  const command = commandLine.replaceAll("\0", " ").trim();
  return { kind: "process", id: `${pid} since ${numbers[18]}`, label: `${pid} ${command}` };
}

function portOf(line: string): number[] {
  const [, local = "", , state] = line.trim().split(/\s+/);
  return state === LISTENING ? [Number.parseInt(local.slice(local.lastIndexOf(":") + 1), 16)] : [];
}

/** Empty for what ended in the meantime. */
function read(path: string): Promise<string> {
  return readFile(path, "utf8").catch(() => "");
}
