import { randomBytes } from "node:crypto";
import type Docker from "dockerode";
import { Problem } from "../../../problem.ts";
import type { Owner } from "../../runtime.ts";
import { confined } from "../container-options.ts";
import { LABEL, labelled, labelsFor, nameFor, ownerOf } from "../labels.ts";
import { packFiles } from "../pack-files.ts";
import { removeContainer } from "../remove-container.ts";
import { CONFIG, type GatewayPorts, gatewayConfig, PROBES, ROUTES } from "./config.ts";
import { portTaken, takenPort } from "./port-taken.ts";
import { choosePorts } from "./ports.ts";
import { fitRoutes, routeFiles, type SavedRoute } from "./saved-routes.ts";

/** Whose a gateway is: a repository's for all of its routes, or that of one route whose port is fixed. */
export interface GatewaySite {
  /** Of a change where the port is fixed. */
  readonly owner: Owner;
  readonly fixedPort: number | undefined;
}

/** A gateway's container and the ports that it has on 127.0.0.1. */
export interface GatewayContainer {
  readonly container: Docker.Container;
  readonly site: GatewaySite;
  readonly ports: GatewayPorts;
  readonly running: boolean;
}

/** How to make a gateway. */
export interface GatewaySpec {
  readonly site: GatewaySite;
  readonly image: string;
  readonly bridge: string;
  /** How many ports it has for routes, where none is fixed. */
  readonly portCount: number;
  /** Ports to have among them where they are free. */
  readonly wanted: readonly number[];
  /** The routes that it begins with. */
  readonly routes: readonly SavedRoute[];
}

const ATTEMPTS = 5;

export function isSameSite(one: GatewaySite, other: GatewaySite): boolean {
  return one.fixedPort === other.fixedPort && one.owner.change === other.owner.change;
}

/** All gateways of a repository, running or not, the oldest first. */
export async function listGateways(docker: Docker, repo: string): Promise<GatewayContainer[]> {
  const filters = labelled({ [LABEL.repo]: repo, [LABEL.role]: "gateway" });
  const found = await docker.listContainers({ all: true, filters });
  return found
    .sort((a, b) => a.Created - b.Created)
    .map(({ Id, Labels, State }) => ({
      container: docker.getContainer(Id),
      site: { owner: ownerOf(Labels), fixedPort: Labels[LABEL.fixed] ? Number(Labels[LABEL.fixed]) : undefined },
      ports: { routes: (Labels[LABEL.ports] ?? "").split(",").map(Number), probe: Number(Labels[LABEL.probe]) },
      running: State === "running",
    }));
}

/**
 * Makes and starts a gateway with free ports of 127.0.0.1.
 * @throws Problem "port-taken" where its port is fixed and somebody else has it.
 */
export async function createGateway(docker: Docker, spec: GatewaySpec): Promise<GatewayContainer> {
  const { site, bridge, portCount, wanted } = spec;
  const from = await rangeOf(docker, bridge);
  const taken = new Set<number>();
  for (let attempt = 1; ; attempt++) {
    const ports = await choosePorts(site.owner.repo, { fixed: site.fixedPort, wanted, count: portCount }, taken);
    const container = await docker.createContainer(gatewayOptions(spec, ports));
    try {
      const files = { ...filesFor(ports, from), ...routeFiles(fitRoutes(spec.routes, ports.routes)) };
      await container.putArchive(packFiles(files), { path: "/" });
      await container.start();
      return { container, site, ports, running: true };
    } catch (error) {
      await removeContainer(container);
      const port = takenPort(error);
      if (port !== undefined && port === site.fixedPort) throw await portTaken(docker, port);
      if (port === undefined || attempt === ATTEMPTS) throw error;
      taken.add(port);
    }
  }
}

function gatewayOptions({ site, image, bridge }: GatewaySpec, ports: GatewayPorts) {
  const { owner, fixedPort } = site;
  const all = [...ports.routes, ports.probe];
  const labels = {
    [LABEL.ports]: ports.routes.join(","),
    [LABEL.probe]: String(ports.probe),
    ...(fixedPort !== undefined && { [LABEL.fixed]: String(fixedPort) }),
  };
  return {
    // One that takes the place of another stands beside it for a moment.
    name: nameFor(owner, "gateway", randomBytes(3).toString("hex")),
    Image: image,
    Entrypoint: ["caddy"],
    Cmd: ["run", "--config", CONFIG],
    User: "0",
    Labels: labelsFor(owner, "gateway", labels),
    ExposedPorts: Object.fromEntries(all.map((port) => [`${port}/tcp`, {}])),
    HostConfig: {
      ...confined({ memoryBytes: 256 * 1024 ** 2, pids: 256 }),
      // The official image's caddy carries this capability in its file and does not start without.
      CapAdd: ["NET_BIND_SERVICE"],
      NetworkMode: bridge,
      PortBindings: Object.fromEntries(
        all.map((port) => [`${port}/tcp`, [{ HostIp: "127.0.0.1", HostPort: String(port) }]]),
      ),
      RestartPolicy: { Name: "unless-stopped" },
    },
  };
}

function filesFor(ports: GatewayPorts, from: string): Record<string, string> {
  const directories = ports.routes.flatMap((port) =>
    ["for", "hosts", "to"].map((kind) => `${ROUTES}/${port}/${kind}/`),
  );
  const empty = Object.fromEntries([...directories, `${PROBES}/`].map((directory) => [directory, ""]));
  return { ...empty, [CONFIG]: gatewayConfig(ports, from) };
}

async function rangeOf(docker: Docker, bridge: string): Promise<string> {
  const { IPAM } = await docker.getNetwork(bridge).inspect();
  const range = (IPAM?.Config as { Subnet?: string }[] | undefined)?.[0]?.Subnet;
  if (!range) throw new Problem({ what: "The repository's network has no address range", where: bridge });
  return range;
}
