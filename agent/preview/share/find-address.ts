import { setTimeout as wait } from "node:timers/promises";
import { Problem } from "../../problem.ts";
import { Redactor } from "../../secrets/redactor.ts";
import type { Echo } from "./echo.ts";
import type { PrintedLinks } from "./printed-links.ts";
import type { Tunnel } from "./tunnel.ts";

/** How long a link has no second try, in milliseconds. */
const pause = 1_000;

/** How often it is looked whether there are more links, in milliseconds. */
const glance = 200;

/** How many lines of the command's output the error shows. */
const shownLines = 15;

export interface AddressSearch {
  readonly tunnel: Tunnel;
  readonly links: PrintedLinks;
  readonly echo: Echo;
  /** For the message. */
  readonly command: string;
  /** Milliseconds. */
  readonly timeLimit: number;
  readonly signal: AbortSignal;
}

/**
 * The first of the links that a tunnel prints through which a request comes back: names take a while until they are
 * known everywhere, so each is tried again and again.
 * @throws Problem "share-failed" where the command ends, or none does in time.
 */
export async function findAddress(search: AddressSearch): Promise<string> {
  const { tunnel, links, echo, timeLimit, signal } = search;
  const over = new AbortController();
  const whole = AbortSignal.any([signal, over.signal]);
  const whyNot = new Map<string, string>();
  const attempt = async (link: string): Promise<string> => {
    for (;;) {
      const why = await echo.whyNotThrough(link, whole);
      if (why === undefined) return link;
      whyNot.set(link, why);
      await wait(pause, undefined, { signal: whole });
    }
  };
  const found = async (): Promise<string> => {
    const attempts = new Map<string, Promise<string>>();
    for (;;) {
      for (const link of links.all) if (!attempts.has(link)) attempts.set(link, attempt(link));
      const first = await Promise.race([...attempts.values(), wait(glance, undefined, { signal: whole })]);
      if (first !== undefined) return preferEncrypted(first, links, echo, whole);
    }
  };
  const ended = async () => {
    const how = await tunnel.ended;
    throw notShared(search, `${how} before others could come through it`, whyNot);
  };
  const late = async () => {
    await wait(timeLimit, undefined, { signal: whole });
    throw notShared(search, `nobody came through within ${timeLimit / 1000} s`, whyNot);
  };
  const outcomes = [found(), ended(), late()];
  // Those that come to their end later are nobody's any more.
  for (const outcome of outcomes) outcome.catch(() => {});
  try {
    return await Promise.race(outcomes);
  } finally {
    over.abort();
  }
}

async function preferEncrypted(link: string, links: PrintedLinks, echo: Echo, signal: AbortSignal): Promise<string> {
  const encrypted = link.replace(/^http:/, "https:");
  if (encrypted === link || !links.all.includes(encrypted)) return link;
  return (await echo.whyNotThrough(encrypted, signal)) === undefined ? encrypted : link;
}

function notShared({ command, tunnel }: AddressSearch, why: string, whyNot: ReadonlyMap<string, string>): Problem {
  const redactor = new Redactor();
  const tail = tunnel.tail.split("\n").slice(-shownLines).join("\n");
  const tried = [...whyNot].map(([link, reason]) => `${link}: ${reason}`);
  const said = [
    tried.length > 0 ? tried.join("; ") : "it printed no link to another machine",
    tail ? `its output ends with:\n${tail}` : "it printed nothing",
  ];
  return new Problem({
    what: "The command that is to share the preview does not make it reachable",
    where: redactor.text(command),
    why: redactor.text([why, ...said].join("; ")),
    next: "`preview.share` has to lead others to 127.0.0.1:$PORT, print the public address, and stay in the foreground.",
    code: "share-failed",
  });
}
