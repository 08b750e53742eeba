import { createHash } from "node:crypto";
import { createServer } from "node:net";

/** Below the range from which Linux takes ports for outgoing connections. */
const LOWEST = 20_000;
const HIGHEST = 32_000;

/** A number that stays the same for the same words. */
export function stableIndex(words: string, below: number): number {
  return createHash("sha256").update(words).digest().readUInt32BE(0) % below;
}

/**
 * Free ports on 127.0.0.1, beginning at a place that depends on the repository, so that addresses outlive the gateway.
 * @param wanted comes first where it is free.
 * @param skip how many candidates to leave out: another try after one turned out to be taken.
 */
export async function freePorts(repo: string, count: number, wanted: number | undefined, skip: number) {
  const ports: number[] = [];
  if (wanted !== undefined && (await isFree(wanted))) ports.push(wanted);
  const start = LOWEST + stableIndex(repo, HIGHEST - LOWEST) + skip;
  for (let step = 0; ports.length < count && step < HIGHEST - LOWEST; step++) {
    const port = LOWEST + ((start - LOWEST + step) % (HIGHEST - LOWEST));
    if (port !== wanted && (await isFree(port))) ports.push(port);
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
