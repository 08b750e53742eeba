import { createInterface } from "node:readline";
import { addAbortSignal, Readable } from "node:stream";
import { readBuildTrace } from "./buildkit-trace.ts";

/** What a build says: a step begins, output of a step, or why it failed. */
export type BuildEvent = { kind: "step" | "output" | "failure"; text: string };

interface EngineEvent {
  id?: string;
  aux?: unknown;
  stream?: string;
  error?: string;
  errorDetail?: { message?: string };
}

/**
 * Reads the stream of `POST /build`: JSON lines, whether of BuildKit (protobuf in `aux`) or of the classic builder.
 * The request itself succeeds even where the build fails, so that a failure is an event.
 */
export async function* readBuildEvents(stream: NodeJS.ReadableStream, signal: AbortSignal): AsyncGenerator<BuildEvent> {
  const named = new Set<string>();
  const input = addAbortSignal(signal, new Readable().wrap(stream));
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    if (line.trim() === "") continue;
    const event: EngineEvent = JSON.parse(line);
    if (event.stream) yield { kind: "output", text: event.stream };
    if (event.error) yield { kind: "failure", text: event.errorDetail?.message ?? event.error };
    if (event.id === "moby.buildkit.trace" && typeof event.aux === "string") yield* readTrace(event.aux, named);
  }
}

function* readTrace(aux: string, named: Set<string>): Generator<BuildEvent> {
  const { steps, output } = readBuildTrace(Buffer.from(aux, "base64"));
  for (const { digest, name, cached, started } of steps) {
    if (!started || named.has(digest) || name.startsWith("[internal]")) continue;
    named.add(digest);
    yield { kind: "step", text: cached ? `${name} (cached)` : name };
  }
  for (const text of output) yield { kind: "output", text };
}
