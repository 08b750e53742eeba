import { once } from "node:events";
import { createServer } from "node:net";
import { onTestFinished } from "vitest";
import { withdrawAnnouncement, writeAnnouncement } from "../../agent/client/announcement.ts";
import type { Places } from "../../agent/places.ts";
import { Problem } from "../../agent/problem.ts";
import { requests } from "../../agent/protocol/messages.ts";
import { Wire } from "../../agent/protocol/wire.ts";

/**
 * An agent of another version, as far as a client may know one: it greets and stops, in the test's process. It goes when
 * the test ends.
 * @param options.more puts further answers in place.
 */
export async function otherAgent(
  places: Places,
  options: { protocol: number; busy?: boolean; more?: (wire: Wire) => void },
) {
  const { protocol, busy = false, more } = options;
  const build = "another";
  const stops: boolean[] = [];
  const server = createServer((socket) => {
    const wire = new Wire(socket);
    wire.answer(requests.hello, async () => ({ protocol, build, pid: process.pid }));
    wire.answer(requests.agentStop, async ({ force }) => {
      if (busy && !force) throw new Problem({ what: "The agent is busy", code: "agent-busy" });
      stops.push(force);
      stop();
      return {};
    });
    more?.(wire);
    wire.listen();
  });
  const stop = () => {
    withdrawAnnouncement(places, process.pid);
    server.close();
  };
  server.listen(places.socket);
  await once(server, "listening");
  writeAnnouncement(places, { pid: process.pid, token: "t", build });
  onTestFinished(stop);
  return {
    /** The stops that it has followed, and whether each was forced. */
    stops,
  };
}
