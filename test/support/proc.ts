import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** The process that has started one, or has taken it over; 0 where it has ended. */
export function parentOf(pid: number): number {
  const stat = read(`/proc/${pid}/stat`);
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1] ?? 0);
}

/** The processes that listen on a TCP port. */
export function listeners(port: number): number[] {
  const hex = port.toString(16).toUpperCase().padStart(4, "0");
  const rows = ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((table) => read(table).split("\n"));
  const sockets = rows
    .map((row) => row.trim().split(/\s+/))
    .filter(([, local, , state]) => local?.endsWith(`:${hex}`) && state === "0A")
    .map((columns) => `socket:[${columns[9]}]`);
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => pid > 0 && descriptors(pid).some((target) => sockets.includes(target)));
}

/** What a process has open; nothing of one that has ended. */
function descriptors(pid: number): string[] {
  return attempt(() => readdirSync(`/proc/${pid}/fd`), []).map((fd) =>
    attempt(() => readlinkSync(`/proc/${pid}/fd/${fd}`), ""),
  );
}

/** A process's arguments, each followed by a zero byte. */
export function commandOf(pid: number): string {
  return read(`/proc/${pid}/cmdline`);
}

/** What a process can be known by: where it works, its environment and its arguments, with zero bytes between them. */
export function tracesOf(pid: number): string {
  const place = attempt(() => readlinkSync(`/proc/${pid}/cwd`), "");
  return [place, read(`/proc/${pid}/environ`), commandOf(pid)].join("\0");
}

/** Empty for what has ended. */
function read(path: string): string {
  return attempt(() => readFileSync(path, "utf8"), "");
}

function attempt<T>(look: () => T, otherwise: T): T {
  try {
    return look();
  } catch {
    return otherwise;
  }
}
