import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

/**
 * A port of 127.0.0.1 that is free now and likely to be free tomorrow: below those that the system hands out itself.
 * @param wanted is taken where it is free.
 */
export async function freePort(wanted?: number): Promise<number> {
  const candidates = Array.from({ length: 50 }, () => randomInt(20_000, 30_000));
  for (const port of wanted === undefined ? candidates : [wanted, ...candidates]) {
    if (await isFree(port)) return port;
  }
  throw new Error("No port between 20000 and 30000 is free on 127.0.0.1.");
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    const listening = once(server, "listening");
    server.listen(port, "127.0.0.1");
    await listening;
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
