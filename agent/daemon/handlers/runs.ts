import { notifications } from "../../protocol/messages.ts";
import { readStageLog } from "../../run/stage-log.ts";
import type { AskCredential, Composition } from "../composition.ts";
import type { CredentialDesk, Purpose } from "../credential-desk.ts";
import type { RunRegistry } from "../run-registry.ts";
import type { HandlersOf } from "../session.ts";

/** At most this much of a log in one answer, in bytes. */
const logPage = 256 * 1024;

export function runHandlers(
  composition: Composition,
  registry: RunRegistry,
  desk: CredentialDesk,
): HandlersOf<"runStart" | "runCancel" | "runList" | "runSubscribe" | "runUnsubscribe" | "runLog"> {
  return {
    runStart: async (params, session) => {
      const run = await registry.start(async (birth) => {
        desk.attach(birth.run, session);
        const ask: AskCredential = async (purpose: Purpose, name, asking) => {
          const secret = await desk.ask(birth.run, purpose, name, asking);
          birth.redactor.add(secret);
          return secret;
        };
        try {
          return await (params.kind === "ship"
            ? composition.planShip(params, birth, ask)
            : composition.planRelease(params, birth, ask));
        } catch (error) {
          desk.forget(birth.run);
          throw error;
        }
      });
      return { run };
    },
    runCancel: async ({ run }) => {
      registry.cancel(run);
      return {};
    },
    runList: async ({ directory }) => ({
      runs: registry
        .list()
        .filter((state) => directory === undefined || state.directory === directory)
        .map(({ id, kind, title, directory, change, status, startedAt, seconds, outputs }) => ({
          id,
          kind,
          title,
          directory,
          change,
          status,
          startedAt,
          seconds,
          outputs,
        })),
    }),
    runSubscribe: async ({ run, after }, session) => {
      const { events, stop } = registry.subscribe(run, after, (event) =>
        session.wire.notify(notifications.runEvent, event),
      );
      // In this order: what is held from before detaches when it ends.
      session.hold(`run:${run}`, () => {
        stop();
        desk.detach(run, session);
      });
      desk.attach(run, session);
      return { events };
    },
    runUnsubscribe: async ({ run }, session) => {
      session.release(`run:${run}`);
      return {};
    },
    runLog: async ({ run, stage, from }) => readStageLog(registry.folderOf(run), stage, from, logPage),
  };
}
