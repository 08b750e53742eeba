import type { z } from "zod/mini";
import { notifications, type requests } from "../../protocol/messages.ts";
import { readStageLog } from "../../run/stage-log.ts";
import type { AskCredential, Composition, MakePlan } from "../composition.ts";
import type { CredentialDesk, Purpose } from "../credential-desk.ts";
import type { RunRegistry } from "../run-registry.ts";
import type { HandlersOf, Session } from "../session.ts";

/** At most this much of a log in one answer, in bytes. */
const logPage = 256 * 1024;

export function runHandlers(
  composition: Composition,
  registry: RunRegistry,
  desk: CredentialDesk,
): HandlersOf<"runStart" | "runCancel" | "runList" | "runSubscribe" | "runUnsubscribe" | "runLog"> {
  const begin = (session: Session, makePlan: MakePlan): Promise<string> =>
    registry.start(async (birth) => {
      desk.attach(birth.run, session);
      const ask: AskCredential = async (purpose: Purpose, name, asking) => {
        const secret = await desk.ask(birth.run, purpose, name, asking);
        birth.redactor.add(secret);
        return secret;
      };
      try {
        return await makePlan({ ...birth, begin: (another) => begin(session, another) }, ask);
      } catch (error) {
        desk.forget(birth.run);
        throw error;
      }
    });
  return {
    runStart: async (params, session) => ({ run: await begin(session, planOf(composition, params)) }),
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

function planOf(composition: Composition, params: z.infer<typeof requests.runStart.params>): MakePlan {
  switch (params.kind) {
    case "ship":
      return (birth, ask) => composition.planShip(params, birth, ask);
    case "release":
      return (birth, ask) => composition.planRelease(params, birth, ask);
    case "rollback":
      return (birth, ask) => composition.planRollback(params, birth, ask);
    case "snapshot":
      return (birth, ask) => composition.planSnapshot(params, birth, ask);
    case "clone":
      return (birth, ask) => composition.planClone(params, birth, ask);
    case "share":
      return (birth, ask) => composition.planShare(params, birth, ask);
  }
}
