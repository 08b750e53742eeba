import { randomBytes } from "node:crypto";
import type Docker from "dockerode";
import type { Founding } from "../../work.ts";
import { fillProduction } from "../fill/fill.ts";
import { recipeHash } from "../fill/recipe.ts";
import { freePort } from "../port.ts";
import { HOST_ACCESS } from "../server-settings.ts";
import { unlessDone } from "./engine.ts";
import { putHome } from "./files-into.ts";
import { imageId, postgresImage } from "./images.ts";
import { livingScript, makingScript } from "./scripts.ts";

const REPOSITORY = "slipway-practice/production";

/**
 * The name of the image that holds production with all its rows; it is made where the Engine does not have it.
 * @param making the name of the container that it is made in, which is gone afterwards.
 */
export async function productionImage(engine: Docker, making: string, work: Founding): Promise<string> {
  const base = await postgresImage(engine, work);
  const name = `${REPOSITORY}:${await recipeHash(base.id)}`;
  if (await imageId(engine, name)) work.say("Copying production from the cache");
  else await makeImage(engine, { making, base: base.name, name }, work);
  return name;
}

async function makeImage(
  engine: Docker,
  { making, base, name }: { making: string; base: string; name: string },
  work: Founding,
): Promise<void> {
  work.say(`Creating production's database on ${base}`);
  const password = randomBytes(18).toString("base64url");
  const port = await freePort();
  await unlessDone(engine.getContainer(making).remove({ force: true, v: true }));
  const container = await engine.createContainer({
    name: making,
    Image: base,
    User: "postgres",
    Entrypoint: ["sh", "-c"],
    Cmd: [makingScript],
    StopSignal: "SIGINT",
    Labels: { "dev.slipway.role": "practice" },
    ExposedPorts: { "5432/tcp": {} },
    HostConfig: {
      PortBindings: { "5432/tcp": [{ HostIp: "127.0.0.1", HostPort: String(port) }] },
      ShmSize: 256 * 2 ** 20,
    },
  });
  try {
    await putHome(container, { password, "pg_hba.conf": HOST_ACCESS });
    await container.start();
    await fillProduction({ port, password }, work);
    work.say("Keeping production for the next time");
    await container.stop({ t: 60 });
    const [repo, tag] = name.split(":");
    await container.commit({ repo, tag, User: "postgres", Entrypoint: ["sh", "-c"], Cmd: [livingScript] });
  } finally {
    await unlessDone(container.remove({ force: true, v: true }));
  }
}
