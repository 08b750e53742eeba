import { setTimeout as delay } from "node:timers/promises";
import Docker from "dockerode";
import { Problem } from "../../problem.ts";
import { engineEndpoint } from "./engine-endpoint.ts";

/** A Docker Engine to talk to, and its address for messages. */
export interface Engine {
  readonly docker: Docker;
  /** `/var/run/docker.sock`, `ssh://build-host` … */
  readonly where: string;
}

const PING_TIMEOUT_MS = 5_000;

/**
 * Finds the Engine as the docker command does: DOCKER_HOST, the chosen context, the usual sockets. Does not connect yet.
 * @param env the environment of the person who asks, not of the agent.
 */
export function openEngine(env: Readonly<Record<string, string | undefined>> = process.env): Engine {
  const endpoint = engineEndpoint(env);
  return { docker: new Docker({ ...endpoint.options }), where: endpoint.where };
}

/** Throws a Problem that says what to do when no Engine answers. */
export async function pingEngine(engine: Engine): Promise<void> {
  try {
    await Promise.race([engine.docker.ping(), noAnswer()]);
  } catch (error) {
    throw unreachable(engine.where, error);
  }
}

/**
 * Turns what a call to the Engine threw into a Problem. Problems, cancellations and errors that are not the Engine's
 * come back as they are.
 */
export async function explainEngineError(engine: Engine, error: unknown): Promise<unknown> {
  if (!(error instanceof Error) || error instanceof Problem || error.name === "AbortError") return error;
  if ("statusCode" in error) {
    const message = "json" in error ? (error.json as { message?: string } | null)?.message : undefined;
    return new Problem({
      what: "Docker refused",
      where: engine.where,
      why: message ?? error.message,
      code: "docker-refused",
      cause: error,
    });
  }
  if (!("code" in error)) return error;
  // A connection that broke is the Engine's only if the Engine is gone: a database's looks the same.
  return pingEngine(engine).then(
    () => error,
    (gone: unknown) => gone,
  );
}

async function noAnswer(): Promise<never> {
  await delay(PING_TIMEOUT_MS, undefined, { ref: false });
  throw new Error(`no answer within ${PING_TIMEOUT_MS / 1000} s`);
}

function unreachable(where: string, error: unknown): Problem {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const reason = error instanceof Error ? error.message : String(error);
  if (code === "EACCES" || code === "EPERM")
    return new Problem({
      what: "You may not use Docker",
      where,
      why: "permission denied",
      next: "Add yourself to the group docker (sudo usermod -aG docker $USER) and sign in again.",
      code: "docker-denied",
      cause: error,
    });
  const missing = code === "ENOENT";
  return new Problem({
    what: missing ? "Docker is not installed or not running" : "Docker is not running",
    where,
    why: missing ? "there is no such socket" : reason,
    next: missing
      ? "Install Docker (https://docs.docker.com/get-docker), start it, and try again."
      : "Start Docker (Docker Desktop, or: sudo systemctl start docker) and try again.",
    code: "docker-unreachable",
    cause: error,
  });
}
