import { once } from "node:events";
import { createServer } from "node:net";
import Docker from "dockerode";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Journey } from "../practice-journey.ts";
import { stageOutput } from "../run-result.ts";

const docker = new Docker();

/** Prints which of the `host:port` in its arguments take a connection. */
const dial = `
const { connect } = require("node:net");
const tried = process.argv.slice(1).map((address) => new Promise((done) => {
  const at = address.lastIndexOf(":");
  const socket = connect({ host: address.slice(0, at), port: Number(address.slice(at + 1)), timeout: 3000 });
  const end = (answer) => { socket.destroy(); done(answer); };
  socket.on("connect", () => end([address])).on("error", () => end([])).on("timeout", () => end([]));
}));
Promise.all(tried).then((reached) => console.log(JSON.stringify(reached.flat())));`;

/** What foreign code in a preview can reach, on Docker. */
export function describeSeclusion({ shop, shipped }: Journey): void {
  describe("the app in a preview", () => {
    const listener = createServer((socket) => socket.end());
    let preview: Docker.Container;

    beforeAll(async () => {
      listener.listen(0, "0.0.0.0");
      await once(listener, "listening");
      const { version } = stageOutput<{ version: string }>(shipped(), "preview");
      const label = ["dev.slipway.route=preview", `dev.slipway.version=${version}`];
      const [found, ...more] = await docker.listContainers({ filters: { label } });
      if (!found || more.length > 0) throw new Error("There is not one preview");
      preview = docker.getContainer(found.Id);
    });
    afterAll(() => new Promise((closed) => listener.close(closed)));

    test("reaches its database and nothing else: not this machine, not production, not the registry", async () => {
      const { port } = listener.address() as { port: number };
      const info = await preview.inspect();
      const database = new URL(info.Config.Env.find((one) => one.startsWith("DATABASE_URL="))?.slice(13) ?? "");
      const bridge = await gatewayOf(shop().company.productionNetwork ?? "");
      const own = Object.values(info.NetworkSettings.Networks).map(({ Gateway }) => Gateway);
      const outside = [
        ...[bridge, ...own].filter(Boolean).map((address) => `${address}:${port}`),
        `${await addressOf(`${shop().company.productionNetwork}-database`)}:5432`,
        "registry.npmjs.org:443",
        "1.1.1.1:443",
      ];
      // Somebody on the bridge gets through to this machine: it is no accident that the preview does not.
      expect(await reachedFromBridge(info.Image, outside)).toContain(`${bridge}:${port}`);
      expect(await reachedFrom(preview, [database.host, ...outside])).toEqual([database.host]);
    });

    test("has no privileges, and nothing of this machine", async () => {
      const { Config, HostConfig, Mounts } = await preview.inspect();
      expect(Mounts).toEqual([]);
      expect(Config.User).not.toMatch(/^(|0|root)$/);
      expect(HostConfig).toMatchObject({ Privileged: false, CapDrop: ["ALL"], Memory: 512 * 2 ** 20, PidsLimit: 256 });
      expect(JSON.stringify(Config.Env)).not.toContain(shop().company.token);
      expect(JSON.stringify(Config.Env)).not.toContain(new URL(shop().company.productionDatabaseUrl).password);
    });
  });
}

async function reachedFrom(container: Docker.Container, addresses: readonly string[]): Promise<string[]> {
  const exec = await container.exec({ Cmd: ["node", "-e", dial, ...addresses], AttachStdout: true, Tty: true });
  const stream = await exec.start({ Tty: true });
  let text = "";
  stream.on("data", (part: Buffer) => {
    text += part;
  });
  await once(stream, "end");
  return JSON.parse(text) as string[];
}

async function reachedFromBridge(image: string, addresses: readonly string[]): Promise<string[]> {
  const container = await docker.createContainer({ Image: image, Cmd: ["sleep", "60"], Entrypoint: [] });
  try {
    await container.start();
    return await reachedFrom(container, addresses);
  } finally {
    await container.remove({ force: true, v: true });
  }
}

async function gatewayOf(network: string): Promise<string | undefined> {
  const { IPAM } = (await docker.getNetwork(network).inspect()) as Docker.NetworkInspectInfo;
  return IPAM?.Config?.[0]?.Gateway;
}

async function addressOf(container: string): Promise<string | undefined> {
  const { NetworkSettings } = await docker.getContainer(container).inspect();
  return Object.values(NetworkSettings.Networks)[0]?.IPAddress;
}
