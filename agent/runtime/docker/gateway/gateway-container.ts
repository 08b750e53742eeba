import type Docker from "dockerode";
import { Problem } from "../../../problem.ts";
import { confined } from "../container-options.ts";
import { LABEL, labelled, labelsFor, nameFor } from "../labels.ts";
import { packFiles } from "../pack-files.ts";
import { removeContainer } from "../remove-container.ts";
import { CONFIG, type GatewayPorts, gatewayConfig, PROBES, ROUTES } from "./config.ts";
import { freePorts } from "./ports.ts";

/** A gateway's container and the ports that it has on 127.0.0.1. */
export interface GatewayContainer {
  readonly container: Docker.Container;
  readonly ports: GatewayPorts;
}

const ATTEMPTS = 5;

/** The repository's gateway, running or not, or undefined. */
export async function findGateway(
  docker: Docker,
  repo: string,
): Promise<(GatewayContainer & { running: boolean }) | undefined> {
  const filters = labelled(labelsFor({ repo }, "gateway"));
  const [found] = await docker.listContainers({ all: true, filters });
  if (!found) return undefined;
  const routes = (found.Labels[LABEL.ports] ?? "").split(",").map(Number);
  const ports = { routes, probe: Number(found.Labels[LABEL.probe]) };
  return { container: docker.getContainer(found.Id), ports, running: found.State === "running" };
}

/**
 * Makes and starts a gateway with free ports of 127.0.0.1.
 * @param wanted a port to have among them where it is free.
 */
export async function createGateway(
  docker: Docker,
  repo: string,
  image: string,
  bridge: string,
  count: number,
  wanted: number | undefined,
): Promise<GatewayContainer> {
  const from = await rangeOf(docker, bridge);
  for (let attempt = 1; ; attempt++) {
    const [probe = 0, ...rest] = (await freePorts(repo, count + 1, wanted, (attempt - 1) * count)).reverse();
    const ports = { routes: rest.sort((a, b) => a - b), probe };
    const container = await docker.createContainer(gatewayOptions(repo, image, bridge, ports));
    try {
      await container.putArchive(packFiles(filesFor(ports, from)), { path: "/" });
      await container.start();
      return { container, ports };
    } catch (error) {
      await removeContainer(container);
      const taken = error instanceof Error && /already allocated|already in use/.test(error.message);
      if (!taken || attempt === ATTEMPTS) throw error;
    }
  }
}

function gatewayOptions(repo: string, image: string, bridge: string, ports: GatewayPorts) {
  const all = [...ports.routes, ports.probe];
  const labels = { [LABEL.ports]: ports.routes.join(","), [LABEL.probe]: String(ports.probe) };
  return {
    name: nameFor({ repo }, "gateway"),
    Image: image,
    Entrypoint: ["caddy"],
    Cmd: ["run", "--config", CONFIG],
    User: "0",
    Labels: labelsFor({ repo }, "gateway", labels),
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
