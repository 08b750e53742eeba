import { setTimeout as delay } from "node:timers/promises";
import type Docker from "dockerode";
import { Problem } from "../../problem.ts";
import type { Work } from "../../work.ts";
import { recentLogs } from "./recent-logs.ts";
import { removeContainer } from "./remove-container.ts";

const healthSeconds = 60;
/** One whose image has no HEALTHCHECK counts as started when it has run for so long. */
const settledMs = 1_000;
const interval = 200;

/** Starts a service and waits until it is well. One that is not, or that is cancelled, is removed. @throws Problem "service-failed". */
export async function startService(
  container: Docker.Container,
  { name, image }: { readonly name: string; readonly image: string },
  work: Work,
): Promise<void> {
  try {
    work.signal.throwIfAborted();
    await container.start();
    const problem = await untilWell(container, work.signal);
    if (problem === undefined) {
      // Not before: one that cannot start would be started again and again.
      await container.update({ RestartPolicy: { Name: "unless-stopped" } });
      return;
    }
    throw new Problem({
      what: `The service ${name} ${problem}`,
      where: image,
      why: (await recentLogs(container, 20)) || undefined,
      next: `Look whether it needs variables: \`services.${name}.env\`.`,
      code: "service-failed",
    });
  } catch (error) {
    await removeContainer(container);
    throw error;
  }
}

/** @returns what is wrong, as the end of a sentence. */
async function untilWell(container: Docker.Container, signal: AbortSignal): Promise<string | undefined> {
  const began = performance.now();
  for (;;) {
    const { State } = await container.inspect();
    const waited = performance.now() - began;
    if (!State.Running) return `ended with exit code ${State.ExitCode}`;
    if (State.Health === undefined ? waited >= settledMs : State.Health.Status === "healthy") return undefined;
    if (waited > healthSeconds * 1_000) return `was not healthy within ${healthSeconds} s`;
    await delay(interval, undefined, { signal });
  }
}
