import { createHash } from "node:crypto";
import { createServer } from "node:net";
import type { GatewayPorts } from "./config.ts";

/** Below the range from which Linux takes ports for outgoing connections. */
const LOWEST = 20_000;
const HIGHEST = 32_000;

/** What a gateway's ports should be. */
export interface PortWishes {
  /** The only port that will do for the only route. Whether it is free is the Engine's to say. */
  readonly fixed?: number | undefined;
  /** To be had where they are free. */
  readonly wanted: readonly number[];
  readonly count: number;
}

/** A number that stays the same for the same words. */
export function stableIndex(words: string, below: number): number {
  return createHash("sha256").update(words).digest().readUInt32BE(0) % below;
}

/**
 * Ports of 127.0.0.1, beginning at a place that depends on the repository, so that addresses outlive the gateway.
 * @param taken those that turned out not to be free.
 */
export async function choosePorts(repo: string, wishes: PortWishes, taken: ReadonlySet<number>): Promise<GatewayPorts> {
  const { fixed, wanted, count } = wishes;
  if (fixed !== undefined) {
    const [probe = 0] = await freePorts(repo, 1, [], new Set([...taken, fixed]));
    return { routes: [fixed], probe };
  }
  const [probe = 0, ...routes] = (await freePorts(repo, count + 1, wanted, taken)).reverse();
  return { routes: routes.sort((a, b) => a - b), probe };
}

async function freePorts(repo: string, count: number, wanted: readonly number[], taken: ReadonlySet<number>) {
  const start = stableIndex(repo, HIGHEST - LOWEST);
  const usual = Array.from({ length: HIGHEST - LOWEST }, (_, step) => LOWEST + ((start + step) % (HIGHEST - LOWEST)));
  const ports: number[] = [];
  for (const port of new Set([...wanted, ...usual])) {
    if (ports.length === count) break;
    if (!taken.has(port) && (await isFree(port))) ports.push(port);
  }
  return ports;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => server.close(() => resolve(true)));
  });
}
