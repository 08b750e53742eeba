import { basename } from "node:path";
import { commandOf, parentOf, tracesOf } from "./proc.ts";

/** A container's processes are counted by their container. A browser is always another test's. */
const countedElsewhere = /containerd-shim|chrom/;

/** What tells a test's processes from others'. */
export interface OwnProcesses {
  /** The home that the test's agent has. */
  readonly home: string;
  /** Folders and ids of the test that nobody else uses, the home among them. */
  readonly names: readonly string[];
  /** Processes that were there before: what they start is theirs. */
  readonly older: ReadonlySet<number>;
}

/**
 * Whether a process is another's: it, or one that it descends from, was there before, has another home or another test
 * above it. One that nobody is above, as after a crash, is the test's only where something in its line names what the
 * test owns: anybody on the machine may have started it. One that has ended is nobody's.
 */
export function belongsToOthers(pid: number, { home, names, older }: OwnProcesses): boolean {
  const line: string[] = [];
  for (let at = pid; at > 1; at = parentOf(at)) {
    if (at === process.pid) return false;
    if (older.has(at)) return true;
    const command = commandOf(at);
    if (countedElsewhere.test(command)) return true;
    const traces = tracesOf(at);
    const folder = /(?:^|\0)SLIPWAY_HOME=([^\0]*)/.exec(traces)?.[1];
    if (folder !== undefined) return folder !== home;
    const mentioned = command.match(/\/slipway-test-\w+/);
    if (mentioned) return basename(mentioned[0]) !== basename(home);
    line.push(traces);
  }
  return !line.some((traces) => names.some((name) => traces.includes(name)));
}
