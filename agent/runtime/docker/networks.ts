import type Docker from "dockerode";
import { Problem } from "../../problem.ts";
import type { Owner } from "../runtime.ts";
import { isConflict, isGone, unlessGone } from "./gone.ts";
import type { Exclusive } from "./keyed-lock.ts";
import { labelsFor, nameFor, type Role } from "./labels.ts";
import { makerLabel } from "./maker.ts";

/** The names of the two networks that an owner's containers can be on. */
export interface NetworkNames {
  /** The change's own: everything on it sees everything else on it, and there is no way out. */
  readonly inside: string;
  /** The repository's: a way out and published ports, but nobody on it sees anybody else on it. */
  readonly bridge: string;
}

export interface Networks {
  /** Makes the networks where needed and keeps them while `use` creates and starts what joins them. */
  hold<T>(owner: Owner, use: (names: NetworkNames) => Promise<T>): Promise<T>;
  /** The same with the repository's bridge alone. */
  holdBridge<T>(repo: string, use: (bridge: string) => Promise<T>): Promise<T>;
  /** Takes a container up into the change's own network. Whoever holds or tidies that next waits until this is done. */
  join(owner: Owner, container: string, aliases: readonly string[]): Promise<void>;
  /** Removes those of the owner's networks that nothing runs on. */
  tidy(owner: Owner): Promise<void>;
}

const NO_ICC = { "com.docker.network.bridge.enable_icc": "false" };
// Without an address on the bridge, the host's own services cannot be reached from inside either.
const NO_HOST = { "com.docker.network.bridge.inhibit_ipv4": "true" };

export function networks(docker: Docker, exclusive: Exclusive): Networks {
  const holds = new Map<string, number>();
  const count = (name: string, step: number) => holds.set(name, (holds.get(name) ?? 0) + step);

  const holding = async <T>(name: string, owner: Owner, role: Role, use: () => Promise<T>): Promise<T> => {
    await exclusive(`network ${name}`, async () => {
      await ensureNetwork(docker, name, owner, role);
      count(name, 1);
    });
    try {
      return await use();
    } finally {
      count(name, -1);
    }
  };

  const removeIdle = (name: string) =>
    exclusive(`network ${name}`, async () => {
      if ((holds.get(name) ?? 0) > 0) return;
      const network = await unlessGone(docker.getNetwork(name).inspect());
      if (!network || Object.keys(network.Containers ?? {}).length > 0) return;
      await docker
        .getNetwork(name)
        .remove()
        .catch((error: unknown) => {
          if (!isGone(error) && !isConflict(error)) throw error;
        });
    });

  const holdBridge = <T>(repo: string, use: (bridge: string) => Promise<T>): Promise<T> => {
    const { bridge } = networkNames({ repo });
    return holding(bridge, { repo }, "bridge", () => use(bridge));
  };

  return {
    holdBridge,
    hold: (owner, use) => {
      const names = networkNames(owner);
      return holdBridge(owner.repo, () => holding(names.inside, owner, "network", () => use(names)));
    },
    join: (owner, container, aliases) => {
      const { inside } = networkNames(owner);
      return exclusive(`network ${inside}`, async () => {
        await ensureNetwork(docker, inside, owner, "network");
        const endpoint = { Container: container, EndpointConfig: { Aliases: [...aliases] } };
        await docker.getNetwork(inside).connect(endpoint);
      });
    },
    tidy: async (owner) => {
      const names = networkNames(owner);
      await removeIdle(names.inside);
      await removeIdle(names.bridge);
    },
  };
}

export function networkNames(owner: Owner): NetworkNames {
  return {
    inside: nameFor(owner, "inside"),
    bridge: nameFor({ repo: owner.repo }, "bridge"),
  };
}

async function ensureNetwork(docker: Docker, name: string, owner: Owner, role: Role): Promise<void> {
  if (await unlessGone(docker.getNetwork(name).inspect())) return;
  try {
    await docker.createNetwork({
      Name: name,
      Driver: "bridge",
      Internal: role === "network",
      Options: role === "network" ? NO_HOST : NO_ICC,
      Labels: labelsFor(owner, role, await makerLabel()),
      CheckDuplicate: true,
    });
  } catch (error) {
    if (isConflict(error) && (await unlessGone(docker.getNetwork(name).inspect()))) return;
    if (!(error instanceof Error) || !error.message.includes("address pool")) throw error;
    throw new Problem({
      what: "Docker has no address range left for another network",
      where: name,
      why: "every change needs one, and the Engine's default pools hold about thirty",
      next: "Remove what is not needed (slipway clean), or widen default-address-pools in the Engine's daemon.json.",
      code: "docker-networks-exhausted",
      cause: error,
    });
  }
}
