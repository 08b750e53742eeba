import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type Docker from "dockerode";
import { Problem } from "../../problem.ts";
import { contextEndpoint, type TlsFiles } from "./engine-context.ts";

/** How to construct the client, and the address for messages. */
export interface Endpoint {
  readonly options: Docker.DockerOptions;
  readonly where: string;
}

type Env = Readonly<Record<string, string | undefined>>;

/** DOCKER_HOST, then the context (DOCKER_CONTEXT or the chosen one), then the first of the usual sockets. */
export function engineEndpoint(env: Env): Endpoint {
  if (env.DOCKER_HOST) return parseHost(env.DOCKER_HOST, tlsOf(env));
  const context = contextEndpoint(env);
  if (context) return parseHost(context.host, context.tls);
  const sockets = usualSockets(env);
  const socketPath = sockets.find((path) => existsSync(path)) ?? sockets[0] ?? "/var/run/docker.sock";
  return { options: { socketPath }, where: socketPath };
}

/** Whether nothing on this machine speaks of an Engine: nobody named one, and none of the usual sockets is there. */
export function isEngineAbsent(env: Env): boolean {
  return !env.DOCKER_HOST && !contextEndpoint(env) && !usualSockets(env).some((path) => existsSync(path));
}

function usualSockets(env: Env): string[] {
  if (process.platform === "win32") return ["//./pipe/docker_engine"];
  const home = env.HOME ?? homedir();
  const rootless = env.XDG_RUNTIME_DIR ? [join(env.XDG_RUNTIME_DIR, "docker.sock")] : [];
  return ["/var/run/docker.sock", join(home, ".docker/run/docker.sock"), ...rootless];
}

function parseHost(host: string, tls: TlsFiles | undefined): Endpoint {
  const socket = /^(?:unix|npipe):\/\/(.+)$/.exec(host)?.[1];
  if (socket) return { options: { socketPath: socket }, where: socket };
  if (!URL.canParse(host))
    throw new Problem({
      what: "The Docker host cannot be understood",
      where: host,
      next: "Set DOCKER_HOST to unix:///path, tcp://host:port or ssh://user@host.",
      code: "docker-host-invalid",
      usage: true,
    });
  const url = new URL(host);
  const where = `${url.protocol}//${url.host}`;
  if (url.protocol === "ssh:") {
    const options = { protocol: "ssh", host: url.hostname, port: url.port || 22, username: url.username } as const;
    return { options: { ...options, sshOptions: { agent: process.env.SSH_AUTH_SOCK } }, where };
  }
  const secured = tls ? readTls(tls) : {};
  return {
    options: { protocol: tls ? "https" : "http", host: url.hostname, port: url.port || 2375, ...secured },
    where,
  };
}

function tlsOf(env: Env): TlsFiles | undefined {
  if (!env.DOCKER_TLS_VERIFY) return undefined;
  const directory = env.DOCKER_CERT_PATH ?? join(env.HOME ?? homedir(), ".docker");
  return { ca: join(directory, "ca.pem"), cert: join(directory, "cert.pem"), key: join(directory, "key.pem") };
}

function readTls(files: TlsFiles): { ca: Buffer; cert: Buffer; key: Buffer } {
  return { ca: readFileSync(files.ca), cert: readFileSync(files.cert), key: readFileSync(files.key) };
}
