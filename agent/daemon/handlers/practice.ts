import { notifications } from "../../protocol/messages.ts";
import type { Composition } from "../composition.ts";
import type { PracticeProcess } from "../practice-process.ts";
import type { HandlersOf } from "../session.ts";

export function practiceHandlers(
  composition: Composition,
  practice: PracticeProcess,
): HandlersOf<"practiceStart" | "practiceStatus" | "practiceStop"> {
  return {
    practiceStart: async ({ runtime, environment }, session) => {
      const tell = (message: string) => session.wire.notify(notifications.practiceProgress, { message });
      return practice.start(await composition.practiceRuntime(runtime, environment), environment, tell);
    },
    practiceStatus: async () => ({ company: await practice.company() }),
    practiceStop: async () => {
      await practice.remove();
      return {};
    },
  };
}
