import type Docker from "dockerode";
import { asProblem, isAbort, Problem } from "../../problem.ts";
import type { Work } from "../../work.ts";
import { followTransfer } from "./follow-transfer.ts";
import { unlessGone } from "./gone.ts";
import type { FindLogin, RegistryLogin } from "./registry-login.ts";

export type ImageRole = "postgres" | "caddy" | "node";

/** The images to use instead of the official ones. */
export type ConfiguredImages = Readonly<Partial<Record<ImageRole, string>>>;

/** The PostgreSQL that is taken where nothing is known of the source's. */
const USUAL_MAJOR = 17;
const OFFICIAL: Record<Exclude<ImageRole, "postgres">, string> = { caddy: "caddy:2", node: "node:24-slim" };
/** Made of the machine's own files by `npm run setup`; holds all three. */
const HOME_MADE = "slipway.local/base:1";
const VARIABLE: Record<ImageRole, string> = {
  postgres: "SLIPWAY_POSTGRES_IMAGE",
  caddy: "SLIPWAY_CADDY_IMAGE",
  node: "SLIPWAY_NODE_IMAGE",
};

/** What the environment says about images. */
export function configuredImages(env: Readonly<Record<string, string | undefined>>): ConfiguredImages {
  return { postgres: env[VARIABLE.postgres], caddy: env[VARIABLE.caddy], node: env[VARIABLE.node] };
}

interface ResolveOptions {
  readonly findLogin?: FindLogin | undefined;
  readonly postgresMajor?: number | undefined;
}

/**
 * The name of an image that is on the machine when this returns: the configured one, else the official one, pulled
 * where needed, else the home-made one.
 */
export async function resolveImage(
  docker: Docker,
  role: ImageRole,
  configured: ConfiguredImages,
  work: Work,
  { findLogin, postgresMajor = USUAL_MAJOR }: ResolveOptions = {},
): Promise<string> {
  const wanted = configured[role];
  if (wanted) {
    await ensureImage(docker, wanted, work, findLogin);
    return wanted;
  }
  const official = role === "postgres" ? `postgres:${postgresMajor}` : OFFICIAL[role];
  try {
    await ensureImage(docker, official, work, findLogin);
    return official;
  } catch (error) {
    if (isAbort(error)) throw error;
    if (await isPresent(docker, HOME_MADE)) return HOME_MADE;
    throw new Problem({
      what: `There is no image for ${role}`,
      where: official,
      why: asProblem(error, "The pull failed").why,
      next: `Name one that can be reached in ${VARIABLE[role]}, or make one of this machine's files: npm run setup.`,
      code: "image-missing",
      cause: error,
    });
  }
}

/** Pulls an image unless it is on the machine. Throws a Problem when the registry does not give it. */
export async function ensureImage(docker: Docker, name: string, work: Work, findLogin?: FindLogin): Promise<void> {
  if (!(await isPresent(docker, name))) await pullImage(docker, name, await findLogin?.(name), work);
}

/** Pulls an image, whether it is on the machine or not. Throws a Problem when the registry does not give it. */
export async function pullImage(
  docker: Docker,
  name: string,
  login: RegistryLogin | undefined,
  work: Work,
): Promise<void> {
  work.progress(`pulling ${name}`);
  try {
    const stream = await docker.pull(name, { abortSignal: work.signal, ...(login && { authconfig: login }) });
    await followTransfer(docker, stream, work);
  } catch (error) {
    work.signal.throwIfAborted();
    throw new Problem({
      what: "The image cannot be pulled",
      where: name,
      why: error instanceof Error ? error.message.trim() : String(error),
      next: "Check the name and the network, or sign in with docker login.",
      code: "image-missing",
      cause: error,
    });
  }
}

async function isPresent(docker: Docker, name: string): Promise<boolean> {
  return (await unlessGone(docker.getImage(name).inspect())) !== undefined;
}
