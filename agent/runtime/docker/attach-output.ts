import { Writable } from "node:stream";
import type Docker from "dockerode";

/** A container's output while it is listened to. */
export interface AttachedOutput {
  /** Settles when the container has ended and everything was received, or listening was stopped. */
  readonly ended: Promise<void>;
  /** Stops listening. The container runs on. */
  detach(): void;
}

/** Listens to both streams of a container. Attach before the start, so that nothing is missed. */
export async function attachOutput(
  container: Docker.Container,
  take: (chunk: Uint8Array) => void,
): Promise<AttachedOutput> {
  const stream = await container.attach({ stream: true, stdout: true, stderr: true });
  const sink = new Writable({
    write: (chunk, _encoding, done) => {
      take(chunk);
      done();
    },
  });
  container.modem.demuxStream(stream, sink, sink);
  const ended = new Promise<void>((resolve) => {
    for (const event of ["end", "close", "error"]) stream.once(event, () => resolve());
  });
  return {
    ended,
    detach: () => {
      if ("destroy" in stream && typeof stream.destroy === "function") stream.destroy();
    },
  };
}
