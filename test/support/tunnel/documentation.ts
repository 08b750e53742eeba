import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A page that tunnels refer to: it answers whatever it is asked. */
export interface Documentation {
  readonly url: string;
  /** The paths that it was asked for. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** @param host an address of this machine that is not 127.0.0.1. */
export async function startDocumentation(host: string): Promise<Documentation> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.end("How to use a tunnel\n");
  });
  server.listen(0, host);
  await once(server, "listening");
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}/guide`,
    asked,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
