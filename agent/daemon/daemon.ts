import { setTimeout as wait } from "node:timers/promises";
import type { Places } from "../places.ts";
import { Problem } from "../problem.ts";
import { notifications } from "../protocol/messages.ts";
import type { Composition } from "./composition.ts";
import { CredentialDesk } from "./credential-desk.ts";
import { endInterruptedRuns } from "./end-interrupted.ts";
import { databaseHandlers } from "./handlers/databases.ts";
import { practiceHandlers } from "./handlers/practice.ts";
import { repositoryHandlers } from "./handlers/repository.ts";
import { runHandlers } from "./handlers/runs.ts";
import { Lifetime } from "./lifetime.ts";
import type { PracticeProcess } from "./practice-process.ts";
import { RunRegistry } from "./run-registry.ts";
import { type Listening, serve } from "./serve.ts";

export interface DaemonOptions {
  readonly places: Places;
  readonly build: string;
  readonly practice: PracticeProcess;
  readonly composition: Composition;
  /** Milliseconds without a need after which the agent ends by itself. */
  readonly grace?: number;
}

/** Milliseconds in which the last answers get out before the connections end. */
const answerTime = 50;

/** The agent as a server: runs, clients and lifetime. `ended` resolves when it has stopped and cleaned up. */
export async function startDaemon(options: DaemonOptions): Promise<{ stop(): Promise<void>; ended: Promise<void> }> {
  const { places, build, composition, practice } = options;
  const registry = new RunRegistry(places.state);
  const desk = new CredentialDesk();
  const startedAt = Date.now();
  const ended = Promise.withResolvers<void>();
  let listening: Listening;
  let stopping: Promise<void> | undefined;
  const drain = () => {
    listening.drain();
    desk.close();
  };
  const stop = () => {
    stopping ??= (async () => {
      drain();
      // What one of them cannot end is no reason to leave the others' behind.
      for (const end of [() => registry.cancelAll(), () => practice.stop(), () => composition.close()])
        await end().catch((error: unknown) => console.error("Not ended:", error));
      await wait(answerTime);
      listening.close();
      ended.resolve();
    })();
    return stopping;
  };
  let world = 0;
  const worldChanged = () => {
    world += 1;
    for (const session of listening.sessions) session.wire.notify(notifications.worldChanged, { seq: world });
  };
  listening = await serve(places, build, {
    ...runHandlers(composition, registry, desk),
    ...repositoryHandlers(composition, registry, desk, worldChanged),
    ...databaseHandlers(composition, worldChanged),
    ...practiceHandlers(composition, practice),
    agentStatus: async () => ({
      pid: process.pid,
      build,
      startedAt,
      clients: listening.sessions.size,
      runs: registry.active,
    }),
    agentStop: async ({ force }) => {
      if (!force && registry.active.length > 0) throw busy(registry.active);
      drain();
      setTimeout(() => void stop(), answerTime);
      return {};
    },
  });
  endInterruptedRuns(registry);
  let recovering = true;
  const isNeeded = () =>
    recovering ||
    listening.sessions.size > 0 ||
    listening.pending > 0 ||
    registry.active.length > 0 ||
    practice.running ||
    composition.isNeeded();
  const lifetime = new Lifetime(isNeeded, () => void stop(), options.grace);
  // No client waits for it, and it may take longer than one stays: it is done before the first use of what it clears up.
  void composition.recover().then(() => {
    recovering = false;
    lifetime.check();
  });
  listening.changes.add(() => lifetime.check());
  composition.changes.add(() => {
    worldChanged();
    lifetime.check();
  });
  registry.changes.add((run) => {
    if (!registry.active.includes(run)) desk.forget(run);
    worldChanged();
    lifetime.check();
  });
  lifetime.check();
  return { stop, ended: ended.promise };
}

function busy(runs: readonly string[]): Problem {
  return new Problem({
    what: "The agent is busy",
    where: runs.join(", "),
    why: "a run is going on or being planned, and it would be lost",
    next: "Wait for it, end it with `slipway cancel`, or stop the agent with `slipway agent stop --force`.",
    code: "agent-busy",
  });
}
