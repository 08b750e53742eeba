import { Problem } from "../problem.ts";
import type { Work } from "../work.ts";

/** A page that takes longer is as good as one that does not answer. */
const pageTimeout = 15_000;

/**
 * Opens every page once: an app can be healthy and still fail on the page that somebody will click.
 * @param url the address of the app.
 * @throws Problem "page-failed" naming the first page that answers with an error, or not at all.
 */
export async function lookAtPages(url: string, pages: readonly string[], work: Work): Promise<void> {
  for (const page of pages) {
    work.progress(`looking at ${page}`);
    const began = Date.now();
    const { status, why } = await look(new URL(page, url), work.signal);
    work.log(`GET ${page} ${status} ${Date.now() - began} ms\n`);
    if (status >= 200 && status < 400) continue;
    throw new Problem({
      what: "A page of the app fails",
      where: page,
      why,
      next: "The app's output is in the stage's log.",
      code: "page-failed",
    });
  }
}

async function look(url: URL, signal: AbortSignal): Promise<{ status: number; why: string }> {
  try {
    const timeout = AbortSignal.timeout(pageTimeout);
    const response = await fetch(url, { redirect: "manual", signal: AbortSignal.any([signal, timeout]) });
    await response.arrayBuffer();
    return { status: response.status, why: `it answers ${response.status} ${response.statusText}` };
  } catch (error) {
    signal.throwIfAborted();
    return { status: 0, why: error instanceof Error ? `it does not answer: ${error.message}` : "it does not answer" };
  }
}
