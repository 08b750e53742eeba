import type Docker from "dockerode";
import { Problem } from "../../../problem.ts";
import type { Work } from "../../../work.ts";
import type { Owner, RouteSpec } from "../../runtime.ts";
import type { Exclusive } from "../keyed-lock.ts";
import type { NetworkNames } from "../networks.ts";
import { removeContainer } from "../remove-container.ts";
import {
  createGateway,
  type GatewayContainer,
  type GatewaySite,
  isSameSite,
  listGateways,
} from "./gateway-container.ts";
import { joinNetwork, leaveNetwork } from "./gateway-network.ts";
import { changeOf, holderOf } from "./holder.ts";
import { stableIndex } from "./ports.ts";
import { type ReviveParts, reviveGateways } from "./revive.ts";
import { type RouteEntry, type RouteTable, routeTable } from "./route-table.ts";

/** A gateway that runs. */
export interface Gateway {
  readonly container: Docker.Container;
  readonly probePort: number;
  readonly routes: RouteTable;
}

export interface Claim {
  readonly gateway: Gateway;
  readonly port: number;
  /** Where the route leads now, if it does. */
  readonly target: string | undefined;
}

/** The gateways of all repositories. A repository has one, and one more for each route whose port is fixed. */
export interface Gateways {
  /** Makes the route's gateway where needed, joins it to the change's network, and claims a port for the route. */
  claim(spec: RouteSpec, names: NetworkNames, work: Work): Promise<Claim>;
  /** The gateway and the port of a route, or undefined where there is none. */
  find(owner: Owner, route: string): Promise<Claim | undefined>;
  /**
   * Frees a route's ports; a gateway leaves the change's network with its last route there, and ends with its last one.
   * @param only the one port to free.
   */
  release(owner: Owner, route: string, inside: string, only?: number): Promise<void>;
}

export interface GatewayParts extends ReviveParts {
  readonly exclusive: Exclusive;
  caddyImage(work: Work): Promise<string>;
}

interface Place {
  readonly gateway: GatewayContainer;
  readonly entry: RouteEntry;
}

const LOCAL_NAMES = ["127.0.0.1", "localhost"];

export function gateways(parts: GatewayParts): Gateways {
  const { docker, exclusive, portCount } = parts;
  const locked = <T>(repo: string, run: () => Promise<T>) => exclusive(`gateway ${repo}`, run);

  const make = async (site: GatewaySite, { preferredPort }: RouteSpec, bridge: string, work: Work) => {
    const image = await parts.caddyImage(work);
    work.progress("starting the gateway");
    const wanted = preferredPort === undefined ? [] : [preferredPort];
    return createGateway(docker, { site, image, bridge, portCount, wanted, routes: [] });
  };

  const ensure = async (spec: RouteSpec, bridge: string, work: Work): Promise<Place> => {
    const { owner, route, fixedPort } = spec;
    const { running, stuck } = await reviveGateways(parts, owner.repo);
    const places = await placesOf(running, owner, route);
    const own = places.find(({ entry }) => fixedPort === undefined || entry.port === fixedPort);
    if (own) return own;
    const site: GatewaySite =
      fixedPort === undefined ? { owner: { repo: owner.repo }, fixedPort } : { owner, fixedPort };
    const hindered = stuck.find(({ gateway }) => isSameSite(gateway.site, site));
    if (hindered) throw hindered.error;
    const gateway = running.find((one) => isSameSite(one.site, site)) ?? (await make(site, spec, bridge, work));
    return { gateway, entry: chooseEntry(await tableOf(gateway).read(), gateway.ports.routes, spec) };
  };

  return {
    claim: (spec, names, work) =>
      locked(spec.owner.repo, async () => {
        const { gateway, entry } = await ensure(spec, names.bridge, work);
        await joinNetwork(docker, names.inside, gateway.container);
        const hosts = [...LOCAL_NAMES, ...spec.hostnames];
        await tableOf(gateway).claim(entry.port, holderOf(spec.owner, spec.route), hosts);
        return claimOf(gateway, entry);
      }),

    find: async (owner, route) => {
      const running = (await listGateways(docker, owner.repo)).filter((gateway) => gateway.running);
      const places = await placesOf(running, owner, route);
      // A route that moves to another port has two for a while, and the newer one leads nowhere yet.
      const found = places.find(({ entry }) => entry.targets.length > 0) ?? places[0];
      return found && claimOf(found.gateway, found.entry);
    },

    release: (owner, route, inside, only) =>
      locked(owner.repo, async () => {
        const { running, stuck } = await reviveGateways(parts, owner.repo);
        for (const { gateway, error } of stuck) {
          if (gateway.site.fixedPort === undefined) throw error;
          if (gateway.site.owner.change === owner.change) await removeContainer(gateway.container);
        }
        for (const { gateway, entry } of await placesOf(running, owner, route)) {
          if (only !== undefined && entry.port !== only) continue;
          const table = tableOf(gateway);
          const others = (await table.read()).flatMap(({ port, holder }) =>
            port === entry.port ? [] : (holder ?? []),
          );
          if (others.length === 0) {
            await removeContainer(gateway.container);
            continue;
          }
          await table.release(entry.port);
          if (!others.some((holder) => changeOf(holder) === owner.change))
            await leaveNetwork(docker, inside, gateway.container);
        }
      }),
  };
}

/** Where a route is: in the repository's gateway, or in one of its own. */
async function placesOf(running: readonly GatewayContainer[], owner: Owner, route: string): Promise<Place[]> {
  const possible = running.filter(({ site }) => site.fixedPort === undefined || site.owner.change === owner.change);
  const holder = holderOf(owner, route);
  const places = await Promise.all(
    possible.map(async (gateway) =>
      (await tableOf(gateway).read()).filter((entry) => entry.holder === holder).map((entry) => ({ gateway, entry })),
    ),
  );
  return places.flat();
}

function tableOf({ container }: GatewayContainer): RouteTable {
  return routeTable(container);
}

function claimOf(gateway: GatewayContainer, { port, targets }: RouteEntry): Claim {
  const { container, ports } = gateway;
  return { gateway: { container, probePort: ports.probe, routes: tableOf(gateway) }, port, target: targets[0] };
}

/** The port that the route wants, else one that depends on its name and is free. */
function chooseEntry(entries: readonly RouteEntry[], all: readonly number[], spec: RouteSpec): RouteEntry {
  const { owner, route, preferredPort } = spec;
  const holder = holderOf(owner, route);
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
