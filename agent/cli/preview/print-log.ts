import { setTimeout as delay } from "node:timers/promises";
import { isAbort, Problem } from "../../problem.ts";
import { requests } from "../../protocol/messages.ts";
import { exitCodes } from "../session/exit-code.ts";
import type { Session } from "../session/session.ts";

/** How often the app is asked for more, in milliseconds. */
const interval = 500;

/** Prints what a preview's app has printed. @param follow to go on until Ctrl-C or its end, also when another version takes over. */
export async function printLog(session: Session, change: string, follow: boolean): Promise<number> {
  const { ask, out, place, interrupts } = session;
  let after: string | undefined;
  let rest = "";
  const say = (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      out.object({ kind: "log", change, text: line });
      out.lines([line]);
    }
  };
  try {
    for (;;) {
      const { text, next } = await ask(requests.previewLog, { ...place, change, after });
      say(text);
      after = next;
      if (!follow) break;
      await delay(interval, undefined, { signal: AbortSignal.any([interrupts.cancel, interrupts.detach]) });
    }
  } catch (error) {
    const wasTakenDown = after !== undefined && error instanceof Problem && error.code === "no-preview";
    if (!follow || !(wasTakenDown || isAbort(error))) throw error;
  }
  if (rest !== "") say("\n");
  return exitCodes.done;
}
