import type Docker from "dockerode";

/** The host name of production's database in its network. */
export const ALIAS = "production-db";

export interface ProductionContainer {
  readonly name: string;
  readonly network: string;
  readonly image: string;
  readonly port: number;
  readonly labels: Readonly<Record<string, string>>;
}

/** The container that is production, created and not started. */
export function createProduction(engine: Docker, spec: ProductionContainer): Promise<Docker.Container> {
  return engine.createContainer({
    name: spec.name,
    Image: spec.image,
    StopSignal: "SIGINT",
    Labels: { ...spec.labels },
    ExposedPorts: { "5432/tcp": {} },
    HostConfig: {
      NetworkMode: spec.network,
      PortBindings: { "5432/tcp": [{ HostIp: "127.0.0.1", HostPort: String(spec.port) }] },
      ShmSize: 256 * 2 ** 20,
    },
    NetworkingConfig: { EndpointsConfig: { [spec.network]: { Aliases: [ALIAS] } } },
  });
}
