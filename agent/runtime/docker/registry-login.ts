import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";

/** As the Engine takes it with a pull or a push. */
export interface RegistryLogin {
  readonly serveraddress: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly identitytoken?: string | undefined;
}

/** Finds how the person has signed in to an image's registry. */
export type FindLogin = (image: string) => Promise<RegistryLogin | undefined>;

interface DockerConfig {
  readonly auths?: Readonly<Record<string, { readonly auth?: string; readonly identitytoken?: string } | undefined>>;
  readonly credsStore?: string;
  readonly credHelpers?: Readonly<Record<string, string | undefined>>;
}

const dockerHub = "https://index.docker.io/v1/";

/**
 * How the person has signed in to an image's registry with `docker login`, or undefined where they have not: in the
 * command's own file, or in the store of the machine that the file names
 * (https://github.com/docker/docker-credential-helpers#development).
 */
export async function registryLogin(
  image: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<RegistryLogin | undefined> {
  const server = registryOf(image);
  const config = readConfig(env);
  const helper = config.credHelpers?.[server] ?? config.credsStore;
  if (helper !== undefined) return askHelper(helper, server, env);
  const { auth, identitytoken } = config.auths?.[server] ?? {};
  if (auth === undefined) return undefined;
  const [, username = "", password = ""] = /^([^:]*):(.*)$/s.exec(Buffer.from(auth, "base64").toString()) ?? [];
  return { serveraddress: server, username, password, identitytoken };
}

/** The first part of a name is a registry where it looks like a host. */
function registryOf(image: string): string {
  const [first = "", ...rest] = image.split("/");
  return rest.length > 0 && (/[.:]/.test(first) || first === "localhost") ? first : dockerHub;
}

function readConfig(env: Readonly<Record<string, string | undefined>>): DockerConfig {
  try {
    const home = env.DOCKER_CONFIG ?? join(env.HOME ?? homedir(), ".docker");
    return JSON.parse(readFileSync(join(home, "config.json"), "utf8"));
  } catch {
    // Without the file nobody has signed in; a broken one is docker's to complain about.
    return {};
  }
}

async function askHelper(
  helper: string,
  server: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<RegistryLogin | undefined> {
  const asked = await execa(`docker-credential-${helper}`, ["get"], { input: server, env, reject: false });
  if (asked.exitCode !== 0) return undefined;
  const { Username, Secret } = JSON.parse(asked.stdout) as { Username: string; Secret: string };
  return Username === "<token>"
    ? { serveraddress: server, identitytoken: Secret }
    : { serveraddress: server, username: Username, password: Secret };
}
