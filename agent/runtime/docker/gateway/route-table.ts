import type Docker from "dockerode";
import { Problem } from "../../../problem.ts";
import { execScript } from "../exec-script.ts";
import { PROBES, ROUTES } from "./config.ts";

/** One port of a gateway and what is known of it. */
export interface RouteEntry {
  readonly port: number;
  /** `<change>~<route>`, absent where the port is free. */
  readonly holder: string | undefined;
  /** `host:port` of the app, the newest first; two for the moment of a switch. */
  readonly targets: readonly string[];
}

/**
 * The gateway's routes, kept as empty files in its container: `<port>/for/<holder>`, `<port>/hosts/<name>` and
 * `<port>/to/<host:port>`. They are there as long as the gateway is, whatever happens to the agent.
 */
export interface RouteTable {
  read(): Promise<RouteEntry[]>;
  /** Takes a port for a holder, and sets the names that it answers to. */
  claim(port: number, holder: string, hosts: readonly string[]): Promise<void>;
  /** Sends new requests to an app. Those under way stay where they are. */
  point(port: number, target: string): Promise<void>;
  /** Forgets where a port led before. */
  settle(port: number, target: string): Promise<void>;
  /** Frees a port. */
  release(port: number): Promise<void>;
  openProbe(id: string, target: string): Promise<void>;
  closeProbe(id: string): Promise<void>;
}

// `ls -t` sorts by time: the newest target comes first.
const READ = `cd ${ROUTES} && for port in *; do
  for holder in "$port"/for/*; do [ -e "$holder" ] && echo "$holder"; done
  (cd "$port/to" && ls -1t) | while read -r target; do echo "$port/to/$target"; done
done; true`;

const CLAIM = `cd ${ROUTES}/"$1" && rm -f for/* && touch "for/$2" && shift 2 || exit 1
for name in "$@"; do touch "hosts/$name" || exit 1; done
for file in hosts/*; do
  kept=; for name in "$@"; do [ "hosts/$name" = "$file" ] && kept=1; done
  [ "$kept" ] || rm -f "$file"
done`;

// The newest file wins. The older ones stay for a while: a request that has just listed them may still look at one.
const POINT = `touch ${ROUTES}/"$1"/to/"$2"`;
const SETTLE = `cd ${ROUTES}/"$1"/to && for old in *; do [ "$old" = "$2" ] || rm -f "$old"; done`;

const RELEASE = `cd ${ROUTES}/"$1" && rm -f hosts/* to/* for/*`;
const OPEN_PROBE = `mkdir -p ${PROBES}/"$1" && touch ${PROBES}/"$1"/"$2"`;
const CLOSE_PROBE = `rm -rf ${PROBES}/"$1"`;

export function routeTable(container: Docker.Container): RouteTable {
  const run = async (script: string, ...args: string[]): Promise<string> => {
    const { exitCode, stdout, stderr } = await execScript(container, script, args);
    if (exitCode === 0) return stdout;
    throw new Problem({
      what: "The gateway could not change its routes",
      where: container.id.slice(0, 12),
      why: stderr.trim(),
      next: "Ship again; when that does not help, slipway clean makes a new gateway.",
      code: "gateway-failed",
    });
  };
  return {
    read: async () => parse(await run(READ)),
    claim: async (port, holder, hosts) => void (await run(CLAIM, String(port), holder, ...hosts)),
    point: async (port, target) => void (await run(POINT, String(port), target)),
    settle: async (port, target) => void (await run(SETTLE, String(port), target)),
    release: async (port) => void (await run(RELEASE, String(port))),
    openProbe: async (id, target) => void (await run(OPEN_PROBE, id, target)),
    closeProbe: async (id) => void (await run(CLOSE_PROBE, id)),
  };
}

function parse(listing: string): RouteEntry[] {
  const entries = new Map<number, { port: number; holder: string | undefined; targets: string[] }>();
  for (const line of listing.split("\n").filter(Boolean)) {
    const [port = "", kind, name = ""] = line.split("/");
    const entry = entries.get(Number(port)) ?? { port: Number(port), holder: undefined, targets: [] };
    if (kind === "for") entry.holder = name;
    else entry.targets.push(name);
    entries.set(entry.port, entry);
  }
  return [...entries.values()];
}
