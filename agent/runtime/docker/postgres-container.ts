import type Docker from "dockerode";
import type { Limits } from "../runtime.ts";
import { confined } from "./container-options.ts";
import { BOOT_SCRIPT } from "./postgres-boot.ts";

const PORT = "5432/tcp";
const SHARED_MEMORY_BYTES = 256 * 1024 ** 2;

export interface PostgresContainerSpec {
  readonly name: string;
  readonly image: string;
  readonly labels: Record<string, string>;
  /** The network that it is started on. */
  readonly network: string;
  readonly limits?: Limits | undefined;
  readonly settings: Readonly<Record<string, string>>;
}

/** Creates a server's container, its port published on 127.0.0.1. Does not start it: `bootPostgres` does. */
export function createPostgres(docker: Docker, spec: PostgresContainerSpec): Promise<Docker.Container> {
  const settings = Object.entries(spec.settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  return docker.createContainer({
    name: spec.name,
    Image: spec.image,
    Labels: spec.labels,
    Cmd: ["sh", "-c", BOOT_SCRIPT, "postgres", ...settings],
    ExposedPorts: { [PORT]: {} },
    OpenStdin: true,
    StdinOnce: true,
    // SIGINT is PostgreSQL's fast and clean shutdown; SIGTERM would wait for every client to leave.
    StopSignal: "SIGINT",
    HostConfig: {
      ...confined(spec.limits),
      NetworkMode: spec.network,
      PortBindings: { [PORT]: [{ HostIp: "127.0.0.1", HostPort: "" }] },
      ShmSize: SHARED_MEMORY_BYTES,
    },
  });
}

/** The port on 127.0.0.1, or undefined when the server does not run. */
export function publishedPort(info: Docker.ContainerInspectInfo): number | undefined {
  const port = info.NetworkSettings.Ports[PORT]?.[0]?.HostPort;
  return info.State.Running && port ? Number(port) : undefined;
}
