import type Docker from "dockerode";
import { Problem } from "../../../problem.ts";
import type { Work } from "../../../work.ts";
import type { Owner } from "../../runtime.ts";
import { isConflict, isGone } from "../gone.ts";
import type { Exclusive } from "../keyed-lock.ts";
import type { NetworkNames } from "../networks.ts";
import { removeContainer } from "../remove-container.ts";
import { createGateway, findGateway, type GatewayContainer } from "./gateway-container.ts";
import { stableIndex } from "./ports.ts";
import { type RouteEntry, type RouteTable, routeTable } from "./route-table.ts";

/** A gateway that runs. */
export interface Gateway {
  readonly container: Docker.Container;
  readonly probePort: number;
  readonly routes: RouteTable;
}

export interface ClaimSpec {
  readonly owner: Owner;
  readonly route: string;
  readonly preferredPort?: number | undefined;
  readonly hostnames: readonly string[];
}

export interface Claim {
  readonly gateway: Gateway;
  readonly port: number;
  /** Where the route leads now, if it does. */
  readonly target: string | undefined;
}

/** The gateways of all repositories. */
export interface Gateways {
  /** Makes the repository's gateway where needed, joins it to the change's network, and claims a port for the route. */
  claim(spec: ClaimSpec, names: NetworkNames, work: Work): Promise<Claim>;
  /** The gateway and the port of a route, or undefined where there is none. */
  find(owner: Owner, route: string): Promise<Claim | undefined>;
  /** Frees a route's port; leaves the change's network with its last route, and ends with the repository's last one. */
  release(owner: Owner, route: string, inside: string): Promise<void>;
}

export interface GatewayParts {
  readonly docker: Docker;
  readonly exclusive: Exclusive;
  /** How many routes a repository can have at once. */
  readonly portCount: number;
  caddyImage(work: Work): Promise<string>;
}

const LOCAL_NAMES = ["127.0.0.1", "localhost"];

export function gateways(parts: GatewayParts): Gateways {
  const { docker, exclusive } = parts;
  const locked = <T>(repo: string, run: () => Promise<T>) => exclusive(`gateway ${repo}`, run);

  const running = async (repo: string): Promise<GatewayContainer | undefined> => {
    const found = await findGateway(docker, repo);
    if (!found || found.running) return found;
    try {
      await found.container.start();
      return found;
    } catch {
      // Its ports were taken or a network was removed while it was down. The next serve brings its route back.
      await removeContainer(found.container);
      return undefined;
    }
  };

  const ensure = async (spec: ClaimSpec, bridge: string, work: Work): Promise<GatewayContainer> => {
    const { repo } = spec.owner;
    const found = await running(repo);
    if (found) return found;
    const image = await parts.caddyImage(work);
    work.progress("starting the gateway");
    return createGateway(docker, repo, image, bridge, parts.portCount, spec.preferredPort);
  };

  return {
    claim: (spec, names, work) =>
      locked(spec.owner.repo, async () => {
        const found = await ensure(spec, names.bridge, work);
        await join(docker, names.inside, found.container);
        const gateway = gatewayOf(found);
        const holder = holderOf(spec.owner, spec.route);
        const entry = chooseEntry(await gateway.routes.read(), found.ports.routes, holder, spec);
        await gateway.routes.claim(entry.port, holder, [...LOCAL_NAMES, ...spec.hostnames]);
        return { gateway, port: entry.port, target: entry.targets[0] };
      }),

    find: async (owner, route) => {
      const found = await findGateway(docker, owner.repo);
      if (!found?.running) return undefined;
      const gateway = gatewayOf(found);
      const entry = (await gateway.routes.read()).find(({ holder }) => holder === holderOf(owner, route));
      return entry && { gateway, port: entry.port, target: entry.targets[0] };
    },

    release: (owner, route, inside) =>
      locked(owner.repo, async () => {
        const found = await running(owner.repo);
        if (!found) return;
        const { routes } = gatewayOf(found);
        const held = (await routes.read()).filter(({ holder }) => holder !== undefined);
        const others = held.filter(({ holder }) => holder !== holderOf(owner, route));
        if (others.length === 0) return removeContainer(found.container);
        for (const entry of held) if (!others.includes(entry)) await routes.release(entry.port);
        if (others.some(({ holder }) => holder?.startsWith(holderOf(owner, "")))) return;
        await leave(docker, inside, found.container);
      }),
  };
}

function gatewayOf({ container, ports }: GatewayContainer): Gateway {
  return { container, probePort: ports.probe, routes: routeTable(container) };
}

function holderOf(owner: Owner, route: string): string {
  return `${owner.change ?? ""}~${route}`;
}

/** The port that the route has, else the one it wants, else one that depends on its name and is free. */
function chooseEntry(
  entries: readonly RouteEntry[],
  all: readonly number[],
  holder: string,
  { owner, preferredPort }: ClaimSpec,
): RouteEntry {
  const own = entries.find((entry) => entry.holder === holder);
  if (own) return own;
  const free = all.filter((port) => !entries.some((entry) => entry.port === port && entry.holder !== undefined));
  const wanted = preferredPort !== undefined && free.includes(preferredPort) ? preferredPort : undefined;
  const port = wanted ?? free[stableIndex(holder, Math.max(free.length, 1))];
  if (port !== undefined) return { port, holder, targets: [] };
  throw new Problem({
    what: "All of the repository's addresses are in use",
    where: owner.repo,
    why: `${all.length} previews are up`,
    next: "Stop one (slipway preview list, slipway preview stop) and ship again.",
    code: "gateway-full",
  });
}

async function join(docker: Docker, network: string, container: Docker.Container): Promise<void> {
  const { NetworkSettings } = await container.inspect();
  if (NetworkSettings.Networks[network]) return;
  await docker.getNetwork(network).connect({ Container: container.id });
}

async function leave(docker: Docker, network: string, container: Docker.Container): Promise<void> {
  // A change that never got as far as a preview has a network that the gateway never joined.
  const { NetworkSettings } = await container.inspect();
  if (!NetworkSettings.Networks[network]) return;
  try {
    await docker.getNetwork(network).disconnect({ Container: container.id, Force: true });
  } catch (error) {
    if (!isGone(error) && !isConflict(error)) throw error;
  }
}
