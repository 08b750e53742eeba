import { setTimeout as delay } from "node:timers/promises";
import { Problem } from "../../problem.ts";
import type { ProcessGroup } from "../../process/process-group.ts";
import type { ServeSpec } from "../runtime.ts";

/**
 * Waits until the app answers its health path with 2xx or 3xx.
 * @throws Problem with the app's last words where it ends first or does not answer in time.
 */
export async function waitUntilHealthy(
  spec: ServeSpec,
  group: ProcessGroup,
  port: number,
  signal: AbortSignal,
): Promise<void> {
  const seconds = spec.healthTimeoutSeconds ?? 60;
  const until = Date.now() + seconds * 1_000;
  let last = "nothing listens on its port";
  for (;;) {
    signal.throwIfAborted();
    if (group.hasEnded) throw ended(spec, await group.ended, group.tail);
    const answer = await ask(`http://127.0.0.1:${port}${spec.health}`, until, signal);
    if (typeof answer === "number" && answer >= 200 && answer < 400) return;
    last = typeof answer === "number" ? `it answers with status ${answer}` : answer;
    if (Date.now() >= until) throw unhealthy(spec, seconds, last, group.tail);
    await Promise.race([delay(100, undefined, { signal }), group.ended]).catch(() => {});
  }
}

/** The status, or why there is none. */
async function ask(url: string, until: number, signal: AbortSignal): Promise<number | string> {
  const patience = AbortSignal.timeout(Math.max(1, Math.min(2_000, until - Date.now())));
  try {
    const response = await fetch(url, { redirect: "manual", signal: AbortSignal.any([signal, patience]) });
    await response.body?.cancel();
    return response.status;
  } catch {
    return patience.aborted ? "it accepts connections and does not answer" : "nothing listens on its port";
  }
}

function ended(spec: ServeSpec, exitCode: number, tail: string): Problem {
  return new Problem({
    what: "The app ended before it was healthy",
    where: `${spec.route}, version ${spec.version}`,
    why: `exit code ${exitCode}; its last words:\n${lastWords(tail)}`,
    next: "Mend what it says; a variable that it misses is given by `app.env`. The version before keeps serving.",
    code: "app-ended",
  });
}

function unhealthy(spec: ServeSpec, seconds: number, last: string, tail: string): Problem {
  return new Problem({
    what: `The app did not answer ${spec.health} within ${seconds} s`,
    where: `${spec.route}, version ${spec.version}`,
    why: `${last}; its last words:\n${lastWords(tail)}`,
    next: "It must listen on the port in the variable PORT. Check `app.health` in slipway.json.",
    code: "app-unhealthy",
  });
}

function lastWords(tail: string): string {
  return tail.slice(-4_000).trim() || "(none)";
}
