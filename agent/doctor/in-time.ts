import type { Finding } from "../protocol/finding.ts";

/** What looks at the network may wait for ever. Milliseconds. */
const patience = 15_000;

/** The findings, or, where they do not come in time, that they did not. */
export async function inTime(check: string, looking: Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  const late = Promise.withResolvers<readonly Finding[]>();
  const timer = setTimeout(() => late.resolve([unanswered(check)]), patience);
  try {
    return await Promise.race([looking, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function unanswered(check: string): Finding {
  return {
    check,
    level: "error",
    what: `There was no answer about ${check}`,
    why: `none within ${patience / 1000} s`,
    next: "Look at the network and at proxies, then try again.",
  };
}
