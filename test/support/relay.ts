import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** Where a relay stops being one. */
export interface Fault {
  /** Looks at what passes, in this direction. True: the fault happens now, after this piece was passed on. */
  readonly on: "request" | "answer";
  sees(piece: Buffer, passed: number): boolean;
  /**
   * "cut" ends every connection and takes no new one; "hold" passes no answer on any more, as a dead network does;
   * "pass" is no fault at all: the moment is waited for.
   */
  readonly how: "cut" | "hold" | "pass";
}

/** Stands between a client and a server of this machine, and fails on demand. */
export interface Relay {
  readonly port: number;
  /** How many connections it has taken so far. */
  readonly connections: number;
  /** Arms one fault. Resolves when it has happened. */
  arm(fault: Fault): Promise<void>;
  /** Ends every connection and takes no new one. */
  cut(): void;
  /** Relays again. Connections that were held are ended first. */
  mend(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * @param target the server's port on 127.0.0.1, or its socket's path.
 * @param allowHalfOpen whether who has said all still hears the answer, as the Docker Engine's clients do.
 */
export async function startRelay(target: number | string, { allowHalfOpen = false } = {}): Promise<Relay> {
  const place = typeof target === "string" ? { path: target } : { port: target, host: "127.0.0.1" };
  const sockets = new Set<Socket>();
  let armed: (Fault & { happened(): void }) | undefined;
  let held = false;
  let connections = 0;
  let server = createServer();

  const passed = { request: 0, answer: 0 };
  const happen = () => {
    const fault = armed;
    armed = undefined;
    if (fault?.how === "cut") cut();
    held = fault?.how === "hold";
    fault?.happened();
  };
  const pass = (piece: Buffer, to: Socket, direction: Fault["on"]) => {
    if (direction === "answer" && held) return;
    passed[direction] += piece.length;
    to.write(piece);
    if (armed?.on === direction && armed.sees(piece, passed[direction])) happen();
  };
  const relay = (client: Socket) => {
    connections += 1;
    const upstream = connect({ ...place, allowHalfOpen });
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(one);
      one.on("end", () => allowHalfOpen && other.end());
      one.on("error", () => {});
      one.on("close", () => {
        sockets.delete(one);
        other.destroy();
      });
    }
    client.on("data", (piece: Buffer) => pass(piece, upstream, "request"));
    upstream.on("data", (piece: Buffer) => pass(piece, client, "answer"));
  };
  const endAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  const cut = () => {
    server.close();
    endAll();
  };
  const open = async (port: number) => {
    server = createServer({ allowHalfOpen }, relay).listen(port, "127.0.0.1");
    await once(server, "listening");
  };

  await open(0);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    get connections() {
      return connections;
    },
    arm: (fault) =>
      new Promise((resolve) => {
        Object.assign(passed, { request: 0, answer: 0 });
        armed = { ...fault, sees: fault.sees.bind(fault), happened: resolve };
      }),
    cut,
    async mend() {
      held = false;
      armed = undefined;
      endAll();
      if (!server.listening) await open(port);
    },
    async stop() {
      if (!server.listening) return endAll();
      const closed = once(server, "close");
      cut();
      await closed;
    },
  };
}
