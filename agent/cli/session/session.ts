import { AgentClient } from "../../client/agent-client.ts";
import { runEnvironment } from "../../client/environment.ts";
import type { Places } from "../../places.ts";
import type { RequestType } from "../../protocol/define.ts";
import { findCredential } from "./credentials.ts";
import { type Interrupts, listenForInterrupts } from "./interrupts.ts";
import type { GlobalOptions } from "./options.ts";
import { Output } from "./output.ts";
import type { Surroundings } from "./surroundings.ts";

/** Where a command's requests are about. */
export interface CommandPlace {
  readonly directory: string;
  readonly config: string | undefined;
  readonly environment: Record<string, string>;
}

/** What a command that speaks to the agent works with. */
export interface Session {
  readonly out: Output;
  readonly client: AgentClient;
  readonly places: Places;
  readonly place: CommandPlace;
  readonly interrupts: Interrupts;
  /** Asks the agent; Ctrl-C ends the waiting. @throws AbortError then, else what the agent throws. */
  ask<P, R>(type: RequestType<P, R>, params: P): Promise<R>;
}

/** Opens what a command needs, uses it and closes it again, the agent in this process included. */
export async function withSession<T>(
  surroundings: Surroundings,
  options: GlobalOptions,
  use: (session: Session) => Promise<T>,
): Promise<T> {
  const { directory, environment, build, agentFile } = surroundings;
  const places = surroundings.findPlaces();
  const hosted = options.foreground ? await surroundings.hostAgent(places) : undefined;
  const interrupts = listenForInterrupts(surroundings.signals);
  const client = new AgentClient({
    places,
    agentFile,
    client: "cli",
    build,
    credential: (purpose, name) => findCredential(environment, purpose, name),
  });
  try {
    return await use({
      out: new Output({ ...surroundings, json: options.json }),
      client,
      places,
      place: { directory, config: options.config, environment: runEnvironment(environment) },
      interrupts,
      ask: (type, params) => unlessAborted(interrupts.cancel, client.request(type, params)),
    });
  } finally {
    client.close();
    await hosted?.stop();
    interrupts.stop();
  }
}

/** A promise that is given up when the signal fires. */
export async function unlessAborted<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  if (signal.aborted) onAbort();
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
    aborted.catch(() => {});
  }
}
