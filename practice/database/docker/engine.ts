import Docker from "dockerode";

/** What dockerode throws when there is no such container, network or image. */
export function isMissing(error: unknown): boolean {
  return (error as { statusCode?: number }).statusCode === 404;
}

/** Awaits a removal or a stop: that it is gone, stopped or leaving already is fine. */
export async function unlessDone(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    const { statusCode } = error as { statusCode?: number };
    if (statusCode !== 304 && statusCode !== 404 && statusCode !== 409) throw error;
  });
}

/** The Docker Engine of the environment (`DOCKER_HOST` or the default socket). */
export function connectEngine(): Docker {
  return new Docker();
}
