import { createHash } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";

/** A port that nobody listens on at this moment: the wanted one where it is free. */
export async function freePort(wanted = 0): Promise<number> {
  const port = (await probe(wanted)) ?? (await probe(0));
  if (port === undefined) throw new Error("the system has no free port");
  return port;
}

/** The port that a name gets when it is free: always the same, below the ones that systems hand out themselves. */
export function portOf(name: string): number {
  return 20_000 + (createHash("sha256").update(name).digest().readUInt32BE() % 10_000);
}

async function probe(port: number): Promise<number | undefined> {
  const server = createServer();
  try {
    server.listen({ port, host: "127.0.0.1", exclusive: true });
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  } catch {
    return undefined;
  } finally {
    server.close();
  }
}
