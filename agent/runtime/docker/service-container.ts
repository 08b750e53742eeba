import { randomBytes } from "node:crypto";
import type Docker from "dockerode";
import type { Owner, ServiceSpec } from "../runtime.ts";
import { containerEnvironment } from "./container-environment.ts";
import { confined } from "./container-options.ts";
import { LABEL, labelsFor, nameFor } from "./labels.ts";

/** What images do that start as root, make their folder their user's and become that user. */
const entryCapabilities = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"];

export interface NewService {
  readonly owner: Owner;
  /** Its host name on the change's network. */
  readonly name: string;
  readonly key: string;
  readonly spec: ServiceSpec;
  readonly network: string;
}

/** Creates the container of a service, on the change's own network alone: no way out, no port. Does not start it. */
export function createService(
  docker: Docker,
  { owner, name, key, spec, network }: NewService,
): Promise<Docker.Container> {
  return docker.createContainer({
    name: nameFor(owner, name, randomBytes(3).toString("hex")),
    Image: spec.image,
    ...(spec.command && { Cmd: [...spec.command] }),
    Env: containerEnvironment(spec.env),
    Labels: labelsFor(owner, "service", { [LABEL.alias]: name, [LABEL.key]: key }),
    HostConfig: {
      ...confined(),
      CapAdd: entryCapabilities,
      Init: true,
      NetworkMode: network,
    },
    NetworkingConfig: { EndpointsConfig: { [network]: { Aliases: [name] } } },
  });
}
