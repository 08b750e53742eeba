import { randomBytes } from "node:crypto";
import type Docker from "dockerode";
import type { RunSpec } from "../runtime.ts";
import { containerEnvironment } from "./container-environment.ts";
import { confined } from "./container-options.ts";
import { labelsFor, nameFor, type Role } from "./labels.ts";
import type { NetworkNames } from "./networks.ts";
import { removeContainer } from "./remove-container.ts";

// The Engine would pass questions about the world's names on to the host's resolver: a way out by itself. The answer is
// "none" after two seconds, not ten, so that an app that asks is not held up.
const NO_NAMES = { Dns: ["127.0.0.1"], DnsOptions: ["timeout:1", "attempts:2"] };

/** What a run and a served app do not share. */
export interface WorkloadExtras {
  readonly role: Role;
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** Its host name on the change's network. */
  readonly alias?: string | undefined;
}

/**
 * Creates the container of a workload: no privileges, an init that reaps and forwards signals, and no network but the
 * change's own unless it may go out. Does not start it.
 */
export async function createWorkload(
  docker: Docker,
  spec: RunSpec,
  names: NetworkNames,
  extras: WorkloadExtras,
): Promise<Docker.Container> {
  const container = await docker.createContainer({
    name: nameFor(spec.owner, spec.name, randomBytes(3).toString("hex")),
    Image: spec.artifact.id,
    ...(spec.command !== undefined && { Entrypoint: ["sh", "-c"], Cmd: [spec.command] }),
    Env: containerEnvironment({ ...spec.env, ...extras.env }),
    Labels: labelsFor(spec.owner, extras.role, extras.labels),
    HostConfig: {
      ...confined(spec.limits),
      Init: true,
      NetworkMode: names.inside,
      ...(!spec.egress && NO_NAMES),
    },
    NetworkingConfig: { EndpointsConfig: { [names.inside]: { Aliases: extras.alias ? [extras.alias] : [] } } },
  });
  try {
    const more = [...(spec.egress ? [names.bridge] : []), ...(spec.network ? [spec.network] : [])];
    for (const network of more) await docker.getNetwork(network).connect({ Container: container.id });
    return container;
  } catch (error) {
    await removeContainer(container);
    throw error;
  }
}
