import { once } from "node:events";
import type { Server } from "node:http";

/** Listens on 127.0.0.1 and nowhere else. @param port 0 takes a free one. @returns the port. */
export async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return address.port;
}
