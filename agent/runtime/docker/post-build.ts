import type { Readable } from "node:stream";
import type Docker from "dockerode";
import type { Work } from "../../work.ts";
import { readBuildEvents } from "./build-events.ts";
import { type OutputTail, outputTail } from "./output-tail.ts";

/** The query of `POST /build`, as far as it is used. */
export interface BuildQuery {
  /** The image's name. It is given to a build that succeeds, only. */
  readonly t: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly dockerfile?: string | undefined;
  readonly buildargs?: Readonly<Record<string, string>> | undefined;
  readonly target?: string | undefined;
  readonly platform?: string | undefined;
}

/**
 * Has the Engine build an image. Aborting the work ends the build.
 * @param context a tar.
 * @returns undefined when it succeeded; else why it failed, with the end of its output.
 */
export async function postBuild(
  docker: Docker,
  context: Readable,
  query: BuildQuery,
  work: Work,
): Promise<string | undefined> {
  const tail = outputTail((text) => work.log(text));
  try {
    const failure = await follow(await request(docker, context, query, work.signal), tail, work);
    work.signal.throwIfAborted();
    return failure === undefined ? undefined : `${failure.trim()}\n${tail.lines(30)}`.trimEnd();
  } catch (error) {
    work.signal.throwIfAborted();
    if (error instanceof Error && "statusCode" in error) return error.message.trim();
    throw error;
  }
}

async function follow(stream: NodeJS.ReadableStream, tail: OutputTail, work: Work): Promise<string | undefined> {
  let failure: string | undefined;
  for await (const { kind, text } of readBuildEvents(stream, work.signal)) {
    if (kind === "step") work.progress(text);
    if (kind === "failure") failure = text;
    else tail.write(kind === "step" ? `${text}\n` : text);
  }
  return failure;
}

/**
 * Asks for BuildKit, which every Engine since 18.09 has; what does not know the parameter builds in the classic way.
 * Not through dockerode's buildImage: that opens a session for which it loads files that no bundle contains.
 */
function request(docker: Docker, file: Readable, query: BuildQuery, signal: AbortSignal) {
  const options = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
  return new Promise<NodeJS.ReadableStream>((resolve, reject) =>
    docker.modem.dial(
      {
        path: "/build?",
        method: "POST",
        file,
        options: { version: "2", ...options },
        abortSignal: signal,
        isStream: true,
        statusCodes: { 200: true, 400: "bad parameter", 500: "server error" },
      },
      // The declared type of the result names every kind of call; this one streams.
      (error, result) => (error ? reject(error) : resolve(result as NodeJS.ReadableStream)),
    ),
  );
}
