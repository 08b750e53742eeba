import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, relative, sep } from "node:path";
import type { Census, Thing } from "./census.ts";
import type { SlipwayHome } from "./slipway-home.ts";

/** Folders of tests in the temporary directory; those of the product are called otherwise. */
const testFolder =
  /^(slipway-(test|forge|report|contract|run|ed|shop|process)-|vitest|node-compile-cache|npm-|bash_|playwright|\.?org\.chromium)/;
/** A container's processes are counted by their container. A browser is always another test's. */
const countedElsewhere = /containerd-shim|chrom/;

/** What a test has made on purpose. */
export interface Own {
  readonly home: SlipwayHome;
  /** The ids of the practice companies that were founded. */
  readonly companies?: readonly string[];
  /** The slug of the repository, where anything of it is on Docker. */
  readonly repository?: string | undefined;
}

/**
 * Tells apart what others do on this machine at the same time: whatever clearly comes from another test. What nobody
 * is known for counts as the test's own.
 */
export function bystanders(before: Census, own: Own): (thing: Thing) => boolean {
  const older = new Set([...before.things.values()].filter(({ kind }) => kind === "process").map(pidOf));
  const { companies = [], repository } = own;
  const isOthersProcess = (pid: number) => belongsToOthers(pid, own.home, older);
  return (thing) => {
    if (thing.kind === "process") return countedElsewhere.test(thing.label) || isOthersProcess(pidOf(thing));
    if (thing.kind === "port") return listeners(Number(thing.id)).some(isOthersProcess);
    if (thing.kind === "file") return isOthersFile(thing.label, { home: own.home, companies });
    return isOthersResource(thing, { companies, repository });
  };
}

/** Whether a process, or one that it descends from, has another home or another test above it. */
function belongsToOthers(pid: number, home: SlipwayHome, older: ReadonlySet<number>): boolean {
  for (let at = pid; at > 1; at = parentOf(at)) {
    if (at === process.pid) return false;
    if (older.has(at)) return true;
    const folder = /(?:^|\0)SLIPWAY_HOME=([^\0]*)/.exec(read(`/proc/${at}/environ`))?.[1];
    if (folder !== undefined) return folder !== home.folder;
    const command = read(`/proc/${at}/cmdline`);
    if (countedElsewhere.test(command)) return true;
    const mentioned = command.match(/\/slipway-test-\w+/);
    if (mentioned) return basename(mentioned[0]) !== basename(home.folder);
  }
  // Nobody is above it. One that has ended meanwhile is nobody's.
  return parentOf(pid) === 0;
}

function isOthersFile(path: string, { home, companies }: { home: SlipwayHome; companies: readonly string[] }): boolean {
  const [top = ""] = relative(tmpdir(), path).split(sep);
  if (top !== "..") return testFolder.test(top) && top !== basename(home.folder);
  const [, above, folder, place = "", company] = path.split(sep);
  if (above !== "var" || (folder !== "cache" && folder !== "lib")) return false;
  if (place === "slipway-practice") return company !== undefined && !companies.includes(company);
  return !place.startsWith("slipway") || place !== basename(home.databases);
}

function isOthersResource(
  { label }: Thing,
  own: { companies: readonly string[]; repository: string | undefined },
): boolean {
  const company = /slipway-practice-([0-9a-f]{8})/.exec(label)?.[1];
  if (company !== undefined) return !own.companies.includes(company);
  const repository = /^\/?slipway[-/]([a-z0-9-]+)/.exec(label)?.[1];
  return repository !== undefined && (own.repository === undefined || !repository.startsWith(own.repository));
}

function pidOf({ label }: Thing): number {
  return Number.parseInt(label, 10);
}

function parentOf(pid: number): number {
  const stat = read(`/proc/${pid}/stat`);
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1] ?? 0);
}

/** The processes that listen on a TCP port. */
function listeners(port: number): number[] {
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
