import type Docker from "dockerode";
import { unlessGone } from "../gone.ts";
import { type Networks, networkNames } from "../networks.ts";
import { removeContainer } from "../remove-container.ts";
import {
  createGateway,
  type GatewayContainer,
  type GatewaySite,
  isSameSite,
  listGateways,
} from "./gateway-container.ts";
import { joinNetwork } from "./gateway-network.ts";
import { changeOf } from "./holder.ts";
import { savedRoutes } from "./saved-routes.ts";

export interface ReviveParts {
  readonly docker: Docker;
  readonly networks: Networks;
  readonly portCount: number;
}

/** A gateway that cannot run now; it is kept with its routes. */
export interface Stuck {
  readonly gateway: GatewayContainer;
  readonly error: unknown;
}

/** Sees to it that a repository's gateways run, with every route that they had. One that cannot holds up no other. */
export async function reviveGateways(
  parts: ReviveParts,
  repo: string,
): Promise<{ running: GatewayContainer[]; stuck: Stuck[] }> {
  const running: GatewayContainer[] = [];
  const stuck: Stuck[] = [];
  for (const group of bySite(await listGateways(parts.docker, repo))) {
    try {
      running.push(await reviveOne(parts, group));
    } catch (error) {
      stuck.push({ gateway: group[0], error });
    }
  }
  return { running, stuck };
}

type Group = [GatewayContainer, ...GatewayContainer[]];

function bySite(gateways: readonly GatewayContainer[]): Group[] {
  const groups: Group[] = [];
  for (const gateway of gateways) {
    const group = groups.find(([first]) => isSameSite(first.site, gateway.site));
    if (group) group.push(gateway);
    else groups.push([gateway]);
  }
  return groups;
}

/** @param group of one site: several where an agent was killed as it put one in the place of another. */
async function reviveOne(parts: ReviveParts, group: Group): Promise<GatewayContainer> {
  const [oldest] = group;
  const alive = group.find(({ running }) => running) ?? (await start(oldest)) ?? (await remake(parts, oldest));
  for (const { container } of group) if (container.id !== alive.container.id) await removeContainer(container);
  return alive;
}

async function start(gateway: GatewayContainer): Promise<GatewayContainer | undefined> {
  try {
    await gateway.container.start();
    return { ...gateway, running: true };
  } catch {
    // One of its ports was taken, or a network was removed, while it was down.
    return undefined;
  }
}

/** Makes another gateway with the same routes, each at its own port where that is free. The old one stays until then. */
function remake({ docker, networks, portCount }: ReviveParts, old: GatewayContainer): Promise<GatewayContainer> {
  const site: GatewaySite = old.site;
  const { repo } = site.owner;
  return networks.holdBridge(repo, async (bridge) => {
    const routes = await savedRoutes(old.container);
    const { Config } = await old.container.inspect();
    const wanted = old.ports.routes;
    const made = await createGateway(docker, { site, image: Config.Image, bridge, portCount, wanted, routes });
    for (const change of new Set(routes.map(({ holder }) => changeOf(holder)))) {
      const { inside } = networkNames({ repo, change });
      if (await unlessGone(docker.getNetwork(inside).inspect())) await joinNetwork(docker, inside, made.container);
    }
    return made;
  });
}
