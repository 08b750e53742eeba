import { once } from "node:events";
import type { Readable } from "node:stream";
import type Docker from "dockerode";
import { unlessGone } from "./gone.ts";

/** How long after its server's end a commit may still go on, in milliseconds. */
const patience = 30_000;

const mark = ".committing";

/** What a container is called from the moment at which it is to be committed. */
export function committed(name: string): string {
  return `${name}${mark}`;
}

/**
 * Waits until the Engine has committed a container that was to be: it does so for an agent which has died, too, and
 * what comes of it must be there before it can be removed. Returns at once for any other container.
 */
export async function commitEnd(docker: Docker, container: Docker.Container): Promise<void> {
  const info = await unlessGone(container.inspect());
  if (!info?.Name.endsWith(mark)) return;
  const closedAt = Date.parse(info.State.FinishedAt);
  const left = closedAt + patience - Date.now();
  if (left <= 0) return;
  const filters = { event: ["commit"], container: [info.Id] };
  // Past events too: it may be done already.
  const events = (await docker.getEvents({ filters, since: Math.floor(closedAt / 1000) })) as Readable;
  const isDone = once(events, "data", { signal: AbortSignal.timeout(left) });
  await isDone.catch(() => {});
  events.destroy();
}
