import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { findImageRegistry } from "../../scripts/setup/image-registry.ts";

/** A registry of images on 127.0.0.1 that wants a password. */
export interface ImageRegistry {
  /** `127.0.0.1:port`, as image names begin. */
  readonly host: string;
  /** What `docker login` would leave behind: a folder for DOCKER_CONFIG. */
  readonly signedIn: string;
  /** Ends the registry; its images stay until `stop`. */
  pause(): Promise<void>;
  stop(): Promise<void>;
}

const [user, password] = ["crane", "wharf-side"];
/** bcrypt of the password: the only hash that the registry takes. */
const account = `${user}:$2b$05$abcdefghijklmnopqrstuuq2XI9yKnYxrt.bUe1.lsm8mc9bluDUG\n`;

export async function startImageRegistry(): Promise<ImageRegistry> {
  const program = findImageRegistry();
  if (program === undefined) throw new Error("There is no registry of images on this machine");
  const folder = await mkdtemp(join(tmpdir(), "slipway-test-registry-"));
  const host = `127.0.0.1:${await freePort()}`;
  await writeFile(join(folder, "htpasswd"), account);
  await writeFile(join(folder, "config.yml"), configuration(folder, host));
  const auth = Buffer.from(`${user}:${password}`).toString("base64");
  await writeFile(join(folder, "config.json"), JSON.stringify({ auths: { [host]: { auth } } }));
  const registry = execa(program, ["serve", join(folder, "config.yml")], { reject: false, stdio: "ignore" });
  let hasEnded = false;
  void registry.finally(() => {
    hasEnded = true;
  });
  const answers = async () => (await fetch(`http://${host}/v2/`).catch(() => undefined))?.status === 401;
  while (!(await answers())) {
    if (hasEnded) throw new Error("The registry of images did not start");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const pause = async () => {
    registry.kill();
    await registry;
  };
  return {
    host,
    signedIn: folder,
    pause,
    async stop() {
      await pause();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function configuration(folder: string, host: string): string {
  return JSON.stringify({
    version: "0.1",
    log: { level: "error" },
    storage: { filesystem: { rootdirectory: join(folder, "images") } },
    http: { addr: host },
    auth: { htpasswd: { realm: "test", path: join(folder, "htpasswd") } },
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
