import { randomBytes, timingSafeEqual } from "node:crypto";
import { lookup } from "node:dns/promises";
import { BlockList } from "node:net";

/** Below this path nothing is the app's. */
const root = "/.well-known/slipway-share/";

/** How long a tunnel may take for one request, in milliseconds. */
const timeout = 10_000;

const thisMachine = new BlockList();
thisMachine.addSubnet("127.0.0.0", 8);
thisMachine.addAddress("0.0.0.0");
thisMachine.addAddress("::1", "ipv6");
thisMachine.addAddress("::", "ipv6");

/**
 * Tells whether a link leads here: a request for a path that nobody else knows is sent through it, and only whoever
 * received that request knows the answer.
 */
export class Echo {
  readonly #answers = new Map<string, string>();

  /** What a request for this path is answered; undefined where it is the app's, null where nobody here has sent it. */
  answerTo(path: string): string | null | undefined {
    if (!path.includes(root)) return undefined;
    return this.#answers.get(path.slice(path.indexOf(root) + root.length)) ?? null;
  }

  /**
   * Whether a request through this link comes back here.
   * @returns undefined where it does, else why it does not.
   */
  async whyNotThrough(link: string, signal: AbortSignal): Promise<string | undefined> {
    const [question, answer] = [randomBytes(24).toString("hex"), randomBytes(24).toString("hex")];
    this.#answers.set(question, answer);
    const whole = AbortSignal.any([signal, AbortSignal.timeout(timeout)]);
    try {
      if (await leadsToThisMachine(link)) return "its name stands for this machine itself";
      const response = await fetch(`${link}${root}${question}`, { signal: whole, headers: { accept: "text/plain" } });
      const text = await firstBytes(response, answer.length);
      return isSame(text, answer) ? undefined : `another server answers there (${response.status})`;
    } catch (error) {
      signal.throwIfAborted();
      return reasonOf(error);
    } finally {
      this.#answers.delete(question);
    }
  }
}

async function leadsToThisMachine(link: string): Promise<boolean> {
  const addresses = await lookup(new URL(link).hostname.replace(/^\[|\]$/g, ""), { all: true });
  return addresses.some(({ address, family }) => thisMachine.check(address, family === 6 ? "ipv6" : "ipv4"));
}

/** Of a foreign page no more is read than what could be the answer. */
async function firstBytes({ body }: Response, length: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let read = 0;
  for await (const chunk of body ?? []) {
    chunks.push(chunk);
    read += chunk.length;
    if (read > length) break;
  }
  return Buffer.concat(chunks);
}

function isSame(given: Buffer, expected: string): boolean {
  const wanted = Buffer.from(expected);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return "it does not answer";
  return error.cause instanceof Error ? error.cause.message || error.message : error.message;
}
