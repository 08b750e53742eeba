import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

/** What is used by one test at a time on this machine, whichever process runs it. */
export interface Turn {
  /** Lets the next one have it. Twice is as good as once. */
  end(): Promise<void>;
}

/**
 * Waits for a turn and takes it. Whoever has it listens on an abstract socket of Linux, which ends with its process;
 * whoever waits is connected to it and hears when it ends.
 * @param name of what is shared, such as "practice cache".
 */
export async function takeTurn(name: string): Promise<Turn> {
  const address = `\0slipway-turn ${name}`;
  for (;;) {
    const waiting = new Set<Socket>();
    const server = createServer((socket) => {
      waiting.add(socket.on("error", () => {}));
    });
    if (await listens(server, address)) {
      server.unref();
      return {
        async end() {
          if (!server.listening) return;
          const closed = once(server, "close");
          server.close();
          for (const socket of waiting) socket.destroy();
          await closed;
        },
      };
    }
    await ended(address);
  }
}

async function listens(server: Server, address: string): Promise<boolean> {
  try {
    server.listen(address);
    await once(server, "listening");
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") return false;
    throw error;
  }
}

function ended(address: string): Promise<void> {
  return new Promise((resolve) => {
    connect(address)
      .on("error", () => {})
      .on("close", () => resolve());
  });
}
