import { once } from "node:events";
import type Docker from "dockerode";
import type { Founding } from "../../work.ts";
import { isMissing } from "./engine.ts";

/** Made by `npm run setup` where no registry can be reached; holds Node and PostgreSQL. */
const HOME_MADE = "slipway.local/base:1";

/** The PostgreSQL image, present on the Engine: pulled where it is not. */
export async function postgresImage(engine: Docker, work: Founding): Promise<{ name: string; id: string }> {
  const local = (await imageId(engine, HOME_MADE)) ? HOME_MADE : "postgres:17";
  const name = process.env.SLIPWAY_POSTGRES_IMAGE || local;
  if (!(await imageId(engine, name))) await pull(engine, name, work);
  const id = await imageId(engine, name);
  if (!id) throw new Error(`The image ${name} is not there after it was pulled.`);
  return { name, id };
}

/** The image that the app is built on where it is not the Dockerfile's own. */
export async function nodeImage(engine: Docker): Promise<string | undefined> {
  if (process.env.SLIPWAY_NODE_IMAGE) return process.env.SLIPWAY_NODE_IMAGE;
  return (await imageId(engine, HOME_MADE)) ? HOME_MADE : undefined;
}

export async function imageId(engine: Docker, name: string): Promise<string | undefined> {
  try {
    return (await engine.getImage(name).inspect()).Id;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function pull(engine: Docker, name: string, work: Founding): Promise<void> {
  work.say(`Pulling ${name}`);
  try {
    const stream = await engine.pull(name, { abortSignal: work.signal });
    const failures: string[] = [];
    engine.modem.followProgress(
      stream,
      () => {},
      (event: { error?: string }) => void (event.error && failures.push(event.error)),
    );
    await once(stream, "end", { signal: work.signal });
    if (failures[0]) throw new Error(failures[0]);
  } catch (error) {
    work.signal.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(
      `The image ${name} cannot be pulled: ${why}. Run \`npm run setup\`, or name another in SLIPWAY_POSTGRES_IMAGE.`,
    );
  }
}
