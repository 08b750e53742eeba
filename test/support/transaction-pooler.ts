import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { openClient } from "../../agent/database/client.ts";
import type { Connection } from "../../agent/database/connection.ts";
import { sql } from "./sql.ts";

/** A pooler that lends its server connections out by the transaction, or by the session. */
export interface Pooler {
  readonly port: number;
  stop(): Promise<void>;
}

/** @param target where its server connections go; clients are let in without being asked for a password. */
export async function startPooler(target: Connection, mode: "transaction" | "session"): Promise<Pooler> {
  const [version] = await sql<{ server_version: string }>(target, "SHOW server_version");
  const parameters = {
    server_version: version?.server_version ?? "",
    server_encoding: "UTF8",
    client_encoding: "UTF8",
  };
  const idle: Socket[] = [];
  const all = new Set<Socket>();

  const borrow = async (): Promise<Socket> => {
    const free = idle.pop();
    if (free) return free;
    const client = await openClient(target);
    const { stream } = client.connection;
    for (const event of ["data", "close", "end", "error"]) stream.removeAllListeners(event);
    stream.on("error", () => {});
    all.add(stream as Socket);
    return stream as Socket;
  };

  const serve = async (client: Socket): Promise<void> => {
    all.add(client);
    client.on("error", () => {});
    await greet(client, parameters);
    let server: Socket | undefined;
    const answer = frames((frame) => {
      client.write(frame);
      const transactionIsOver = frame[0] === 0x5a && frame[5] === 0x49;
      if (mode === "transaction" && transactionIsOver) handBack();
    });
    const handBack = () => {
      server?.off("data", answer);
      if (server) idle.push(server);
      server = undefined;
    };
    client.on("close", () => {
      // What a session leaves open is not for the next one.
      server?.destroy();
    });
    for await (const piece of client) {
      if (piece[0] === 0x58) return void client.end();
      if (!server) {
        server = await borrow();
        server.on("data", answer);
      }
      server.write(piece);
    }
  };

  const listener = createServer((client) => void serve(client).catch(() => client.destroy()));
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  return {
    port: (listener.address() as AddressInfo).port,
    async stop() {
      listener.close();
      for (const socket of all) socket.destroy();
    },
  };
}

/** Says no to TLS and yes to the rest, with a process number that is the pooler's own invention. */
async function greet(client: Socket, parameters: Readonly<Record<string, string>>): Promise<void> {
  const [first] = (await once(client, "data")) as [Buffer];
  if (first.readInt32BE(4) === 80877103) {
    client.write("N");
    await once(client, "data");
  }
  const number = (value: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(value);
    return bytes;
  };
  const message = (type: string, ...parts: Buffer[]) => {
    const body = Buffer.concat(parts);
    return Buffer.concat([Buffer.from(type), number(body.length + 4), body]);
  };
  const told = Object.entries(parameters).map(([name, value]) => message("S", Buffer.from(`${name}\0${value}\0`)));
  client.write(
    Buffer.concat([
      message("R", number(0)),
      ...told,
      message("K", number(1), number(2)),
      message("Z", Buffer.from("I")),
    ]),
  );
}

/** Calls back with one whole message of the server at a time. */
function frames(each: (frame: Buffer) => void): (piece: Buffer) => void {
  let pending = Buffer.alloc(0);
  return (piece) => {
    pending = Buffer.concat([pending, piece]);
    while (pending.length >= 5 && pending.length >= pending.readInt32BE(1) + 1) {
      const length = pending.readInt32BE(1) + 1;
      each(pending.subarray(0, length));
      pending = pending.subarray(length);
    }
  };
}
