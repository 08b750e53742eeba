import { randomBytes, timingSafeEqual } from "node:crypto";
import { existsSync, rmSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { withdrawAnnouncement, writeAnnouncement } from "../client/announcement.ts";
import { Listeners } from "../listeners.ts";
import type { Places } from "../places.ts";
import { Problem } from "../problem.ts";
import type { RequestType } from "../protocol/define.ts";
import { protocolVersion, requests } from "../protocol/messages.ts";
import { type Handlers, Session } from "./session.ts";

/** A listening agent: its open sessions, and the way to stop. */
export interface Listening {
  readonly sessions: ReadonlySet<Session>;
  /** Fires when a client comes or goes. */
  readonly changes: Listeners<void>;
  close(): void;
}

/** How long a connection may stay without a right `hello`, in milliseconds. */
const helloTimeout = 5000;

/**
 * Listens for clients. Until a client has said `hello` with the token that the announcement holds, nothing else is
 * answered, and it does not stay for long. @throws Problem "agent-runs-already" where another agent listens at the same address.
 */
export async function serve(places: Places, build: string, handlers: Omit<Handlers, "hello">): Promise<Listening> {
  const token = randomBytes(32).toString("hex");
  const sessions = new Set<Session>();
  const changes = new Listeners<void>();
  const server = createServer((socket) => {
    const session = new Session(socket);
    greet(session, token, build, () => {
      sessions.add(session);
      answerAll(session, handlers);
      session.wire.onClose(() => {
        sessions.delete(session);
        changes.fire();
      });
      changes.fire();
    });
    session.wire.listen();
  });
  await bind(server, places.socket);
  writeAnnouncement(places, { pid: process.pid, token, build });
  return {
    sessions,
    changes,
    close: () => {
      withdrawAnnouncement(places, process.pid);
      server.close();
      for (const session of sessions) session.wire.close();
    },
  };
}

function greet(session: Session, token: string, build: string, admit: () => void): void {
  const patience = setTimeout(() => session.wire.close(), helloTimeout);
  session.wire.onClose(() => clearTimeout(patience));
  session.wire.answer(requests.hello, async (params) => {
    if (!sameToken(params.token, token)) {
      throw new Problem({ what: "The agent does not know this client", code: "wrong-token" });
    }
    clearTimeout(patience);
    admit();
    return { protocol: protocolVersion, build, pid: process.pid };
  });
}

function answerAll(session: Session, handlers: Omit<Handlers, "hello">): void {
  for (const [name, handler] of Object.entries(handlers)) {
    const type = requests[name as keyof typeof requests] as RequestType<unknown, unknown>;
    const answer = handler as (params: unknown, session: Session, signal: AbortSignal) => Promise<unknown>;
    session.wire.answer(type, (params, signal) => answer(params, session, signal));
  }
}

function sameToken(given: string, expected: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}

async function bind(server: Server, address: string): Promise<void> {
  if (process.platform !== "win32" && existsSync(address)) {
    if (await answers(address)) throw runsAlready(address);
    // Left behind by an agent that was killed.
    rmSync(address, { force: true });
  }
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "EADDRINUSE" ? runsAlready(address) : error),
    );
    server.listen(address, resolve);
  });
}

function answers(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket: Socket = connect(address);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

function runsAlready(address: string): Problem {
  return new Problem({ what: "Another agent runs already", where: address, code: "agent-runs-already" });
}
