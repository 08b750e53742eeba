import { randomBytes, timingSafeEqual } from "node:crypto";
import { rmSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { withdrawAnnouncement, writeAnnouncement } from "../client/announcement.ts";
import { agentStopping } from "../client/until-stopped.ts";
import { Listeners } from "../listeners.ts";
import type { Places } from "../places.ts";
import { Problem } from "../problem.ts";
import { identifyProcess } from "../process/process-identity.ts";
import type { RequestType } from "../protocol/define.ts";
import { protocolVersion, requests } from "../protocol/messages.ts";
import { claimState, runsAlready } from "./claim-state.ts";
import { type Handlers, Session } from "./session.ts";

/** A listening agent: its open sessions, and the way to stop. */
export interface Listening {
  readonly sessions: ReadonlySet<Session>;
  /** How many requests are being answered, also such as nobody waits for any more. */
  readonly pending: number;
  /** Fires when a client comes or goes. */
  readonly changes: Listeners<void>;
  /** From now on nobody new is greeted and no request begins anything; what goes on can still be watched. */
  drain(): void;
  close(): void;
}

/** What is around the answer to each request. */
type Answering = (isWork: boolean, answer: () => Promise<unknown>) => Promise<unknown>;

/** How long a connection may stay without a right `hello`, in milliseconds. */
const helloTimeout = 5000;

/** What an agent still answers that is ending: clients watch their runs to the end. */
const answeredToTheEnd: readonly (keyof Handlers)[] = [
  "agentStatus",
  "agentStop",
  "practiceStatus",
  "repositoryState",
  "runList",
  "runSubscribe",
  "runUnsubscribe",
  "runLog",
];

/**
 * Listens for clients. Until a client has said `hello` with the token that the announcement holds, nothing else is
 * answered, and it does not stay for long. @throws Problem "agent-runs-already" where another agent has the state folder.
 */
export async function serve(places: Places, build: string, handlers: Omit<Handlers, "hello">): Promise<Listening> {
  const token = randomBytes(32).toString("hex");
  const sessions = new Set<Session>();
  const changes = new Listeners<void>();
  let draining = false;
  let pending = 0;
  const refuseWork = () => {
    if (draining) throw stopping();
  };
  const counted: Answering = async (isWork, answer) => {
    if (isWork) refuseWork();
    pending += 1;
    try {
      return await answer();
    } finally {
      pending -= 1;
    }
  };
  const server = createServer((socket) => {
    const session = new Session(socket);
    greet(session, token, build, () => {
      refuseWork();
      sessions.add(session);
      answerAll(session, handlers, counted);
      session.wire.onClose(() => {
        sessions.delete(session);
        changes.fire();
      });
      changes.fire();
    });
    session.wire.listen();
  });
  const identity = await identifyProcess(process.pid);
  const announcement = { pid: process.pid, started: identity?.started, token, build };
  await claimState(places, announcement);
  try {
    await bind(server, places.socket);
  } catch (error) {
    if (identity) withdrawAnnouncement(places, process.pid);
    throw error;
  }
  if (!identity) writeAnnouncement(places, announcement);
  return {
    sessions,
    get pending() {
      return pending;
    },
    changes,
    drain: () => {
      draining = true;
    },
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
    admit();
    clearTimeout(patience);
    return { protocol: protocolVersion, build, pid: process.pid };
  });
}

function answerAll(session: Session, handlers: Omit<Handlers, "hello">, answering: Answering): void {
  for (const [name, handler] of Object.entries(handlers)) {
    const type = requests[name as keyof typeof requests] as RequestType<unknown, unknown>;
    const answer = handler as (params: unknown, session: Session, signal: AbortSignal) => Promise<unknown>;
    const isWork = !answeredToTheEnd.includes(name as keyof Handlers);
    session.wire.answer(type, (params, signal) => answering(isWork, () => answer(params, session, signal)));
  }
}

function sameToken(given: string, expected: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}

async function bind(server: Server, address: string): Promise<void> {
  // Left behind by an agent that was killed: whoever binds has claimed the state.
  if (process.platform !== "win32") rmSync(address, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "EADDRINUSE" ? runsAlready(address) : error),
    );
    server.listen(address, resolve);
  });
}

function stopping(): Problem {
  return new Problem({
    what: "The agent is ending",
    where: `process ${process.pid}`,
    next: "Try again when it has ended: a new one is started then.",
    code: agentStopping,
  });
}
