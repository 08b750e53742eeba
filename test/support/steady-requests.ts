import { setTimeout as delay } from "node:timers/promises";

/** What a steady stream of requests met with. */
export interface SteadyResult {
  /** One line per request that was refused, cut, late or answered with another status than 200. */
  readonly failures: string[];
  /** The bodies of the answers, in the order in which the requests were sent. */
  readonly bodies: string[];
}

export interface SteadyRequests {
  /** Waits until so many more requests have been answered. */
  answered(count: number): Promise<void>;
  /** Ends the stream, waits for what is under way and says how it went. */
  stop(): Promise<SteadyResult>;
}

/** Sends GET requests at a fixed rate, whatever the answers, and repeats none. */
export function steadyRequests(url: string, perSecond: number): SteadyRequests {
  const pending: Promise<void>[] = [];
  const bodies: string[] = [];
  const failures: string[] = [];
  let done = 0;

  const send = async (index: number): Promise<void> => {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
      bodies[index] = await response.text();
      if (response.status !== 200) failures.push(`request ${index}: status ${response.status}`);
    } catch (error) {
      failures.push(`request ${index}: ${error instanceof Error ? `${error.message} ${error.cause ?? ""}` : error}`);
    }
    done++;
  };
  const timer = setInterval(() => pending.push(send(pending.length)), 1000 / perSecond);

  return {
    answered: async (count) => {
      const goal = done + count;
      while (done < goal) await delay(10);
    },
    stop: async () => {
      clearInterval(timer);
      await Promise.all(pending);
      return { failures, bodies: bodies.filter((body) => body !== undefined) };
    },
  };
}
