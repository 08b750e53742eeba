import { connect as connectSocket, type Socket } from "node:net";
import type { Places } from "../places.ts";
import { protocolVersion, requests } from "../protocol/messages.ts";
import { Wire } from "../protocol/wire.ts";
import { readAnnouncement } from "./announcement.ts";

/** An open line to an agent. */
export interface Line {
  readonly wire: Wire;
  /** The agent's build and protocol, which may be another than ours. */
  readonly agent: { readonly pid: number; readonly build: string; readonly protocol: number };
}

export interface Introduction {
  readonly client: "editor" | "cli";
  readonly build: string;
  /** Puts the client's own handlers in place, before the first message arrives. */
  prepare(wire: Wire): void;
}

/** Connects to the agent that runs, or returns undefined when none does. */
export async function connectToRunning(places: Places, introduction: Introduction): Promise<Line | undefined> {
  const token = readAnnouncement(places)?.token;
  if (token === undefined) return undefined;
  const socket = await openSocket(places.socket);
  if (!socket) return undefined;
  const wire = new Wire(socket);
  introduction.prepare(wire);
  wire.listen();
  const { client, build } = introduction;
  try {
    const agent = await wire.request(requests.hello, { protocol: protocolVersion, build, client, token });
    return { wire, agent };
  } catch (error) {
    wire.close();
    throw error;
  }
}

function openSocket(address: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connectSocket(address);
    socket.once("connect", () => resolve(socket));
    socket.once("error", () => resolve(undefined));
  });
}
