import type Docker from "dockerode";
import { Problem } from "../../problem.ts";
import type { Secret } from "../../secrets/secret.ts";
import type { Limits } from "../runtime.ts";
import { confined } from "./container-options.ts";
import { execScript } from "./exec-script.ts";
import { recentLogs } from "./recent-logs.ts";

export const SUPERUSER = "postgres";
const PORT = "5432/tcp";
const SHARED_MEMORY_BYTES = 256 * 1024 ** 2;
const READY_SECONDS = 60;

/** Durability is off: what runs here can be made again. */
const SETTINGS = { listen_addresses: "*", fsync: "off", synchronous_commit: "off", full_page_writes: "off" };

export interface PostgresContainerSpec {
  readonly name: string;
  readonly image: string;
  readonly labels: Record<string, string>;
  readonly bridge: string;
  readonly limits?: Limits | undefined;
  readonly settings?: Readonly<Record<string, string>> | undefined;
}

/** Creates a server's container, its port published on 127.0.0.1. Does not start it. */
export function createPostgres(docker: Docker, spec: PostgresContainerSpec): Promise<Docker.Container> {
  const settings = Object.entries({ ...SETTINGS, ...spec.settings });
  return docker.createContainer({
    name: spec.name,
    Image: spec.image,
    Labels: spec.labels,
    Cmd: ["postgres", ...settings.flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    ExposedPorts: { [PORT]: {} },
    // SIGINT is PostgreSQL's fast and clean shutdown; SIGTERM would wait for every client to leave.
    StopSignal: "SIGINT",
    HostConfig: {
      ...confined(spec.limits),
      NetworkMode: spec.bridge,
      PortBindings: { [PORT]: [{ HostIp: "127.0.0.1", HostPort: "" }] },
      ShmSize: SHARED_MEMORY_BYTES,
    },
  });
}

// An early connection through the published port hangs for a second, so readiness is asked for inside.
const WAIT_AND_SQL = `tries=0
until pg_isready --quiet; do
  tries=$((tries + 1)); [ $tries -gt ${READY_SECONDS * 20} ] && echo "not ready after ${READY_SECONDS} s" >&2 && exit 1
  sleep 0.05
done
exec psql --quiet --no-psqlrc --set ON_ERROR_STOP=1 --username ${SUPERUSER} --dbname postgres`;

/** Starts a server, waits until it takes connections, and gives its superuser a password. */
export async function startPostgres(container: Docker.Container, password: Secret): Promise<void> {
  await container.start();
  // Over standard input: neither argv nor the environment may show it.
  const literal = `'${password.reveal().replaceAll("'", "''")}'`;
  const { exitCode, stderr } = await execScript(
    container,
    WAIT_AND_SQL,
    [],
    `alter role ${SUPERUSER} password ${literal};\n`,
  );
  if (exitCode === 0) return;
  throw new Problem({
    what: "The database did not start",
    where: container.id.slice(0, 12),
    why: `${stderr.trim()}\n${await recentLogs(container, 15)}`.trim(),
    next: "Ship again; when it fails again, build the snapshot anew.",
    code: "database-not-started",
  });
}

/** The port on 127.0.0.1, or undefined when the server does not run. */
export function publishedPort(info: Docker.ContainerInspectInfo): number | undefined {
  const port = info.NetworkSettings.Ports[PORT]?.[0]?.HostPort;
  return info.State.Running && port ? Number(port) : undefined;
}
