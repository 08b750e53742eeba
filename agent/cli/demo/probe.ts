import { Agent } from "node:http";
import { getPage } from "../pages/get-page.ts";

/** What a visitor who never stops asking has seen. */
export interface Sightings {
  readonly requests: number;
  /** Requests that were not answered with status 200, each with the reason. None was repeated. */
  readonly failures: readonly string[];
  /** Answers with the page as it was before. */
  readonly before: number;
  /** Answers with the changed page. */
  readonly after: number;
  /** Answers with the old page to requests that were sent after the changed one had been seen. */
  readonly relapses: number;
}

export interface Probe {
  /** Ends the stream, waits for what is under way and says what was seen. */
  stop(): Promise<Sightings>;
}

/**
 * Requests a page at a fixed rate, whatever the answers, until it is stopped.
 * @param isChanged tells the changed page from the old one.
 */
export function startProbe(url: string, perSecond: number, isChanged: (text: string) => boolean): Probe {
  const agent = new Agent({ keepAlive: true });
  const underWay = new Set<Promise<void>>();
  const failures: string[] = [];
  let requests = 0;
  let before = 0;
  let after = 0;
  let relapses = 0;

  const look = async () => {
    const seenAlready = after > 0;
    const { status, text } = await getPage(url, { agent });
    if (status !== 200) failures.push(`status ${status}`);
    else if (isChanged(text)) after++;
    else {
      before++;
      if (seenAlready) relapses++;
    }
  };
  const timer = setInterval(() => {
    requests++;
    const one = look()
      .catch((error: unknown) => {
        failures.push(error instanceof Error ? error.message : String(error));
      })
      .finally(() => underWay.delete(one));
    underWay.add(one);
  }, 1000 / perSecond);

  return {
    stop: async () => {
      clearInterval(timer);
      await Promise.all(underWay);
      agent.destroy();
      return { requests, failures, before, after, relapses };
    },
  };
}
