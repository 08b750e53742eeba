import { get } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { PROBE_HEADER } from "./gateway/config.ts";

/** What is asked, and how long. */
export interface HealthProbe {
  readonly probePort: number;
  readonly probeId: string;
  readonly path: string;
  /** What the app is told that it was called by: `127.0.0.1:20001`. */
  readonly host: string;
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
}

const ANSWER_MS = 2_000;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 500;

/**
 * Asks through the gateway until the app answers 2xx or 3xx.
 * @returns undefined when it is healthy, else what its last answer was.
 */
export async function probeHealth(probe: HealthProbe): Promise<string | undefined> {
  const deadline = Date.now() + probe.timeoutSeconds * 1000;
  let last = "no answer";
  for (let pause = FIRST_PAUSE_MS; Date.now() < deadline; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
    const answer = await ask(probe, Math.min(ANSWER_MS, deadline - Date.now()));
    probe.signal.throwIfAborted();
    if (typeof answer === "number" && answer >= 200 && answer < 400) return undefined;
    // The gateway's own answer while nothing listens.
    last = answer === 502 ? "nothing listens on its port" : typeof answer === "number" ? `status ${answer}` : answer;
    await delay(pause, undefined, { signal: probe.signal });
  }
  return last;
}

function ask(probe: HealthProbe, timeout: number): Promise<number | string> {
  const { probePort: port, probeId, path, host, signal } = probe;
  return new Promise((resolve) => {
    const headers = { host, [PROBE_HEADER]: probeId };
    const request = get({ host: "127.0.0.1", port, path, headers, timeout, signal, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on("timeout", () => request.destroy(new Error(`no answer within ${timeout / 1000} s`)));
    request.on("error", (error) => resolve(error.message));
  });
}
