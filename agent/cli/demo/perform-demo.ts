import { isAbort } from "../../problem.ts";
import type { RuntimeChoice } from "../../protocol/practice-company.ts";
import { exitCodeOfError, exitCodes } from "../session/exit-code.ts";
import { reportError } from "../session/report-error.ts";
import type { Session } from "../session/session.ts";
import { type DemoTimes, demoResult, keptLines, successLines } from "./demo-result.ts";
import { Narrator } from "./narrator.ts";
import { stepView } from "./step-view.ts";
import { type Findings, tellStory } from "./story.ts";
import { isKept, requireNoOther, stopIdleAgent, takeDown } from "./take-down.ts";

export interface DemoOptions {
  readonly keep: boolean;
  readonly runtime: RuntimeChoice;
}

/** Plays the demonstration and, unless it is to be kept, takes everything down, however it went. Gives the exit code. */
export async function performDemo(session: Session, { keep, runtime }: DemoOptions): Promise<number> {
  const { out } = session;
  if (isKept(session)) await showTakeDown(session, "clear");
  else await requireNoOther(session);
  const narrator = new Narrator(session);
  const findings: Findings = {};
  const began = Date.now();
  const times = (): DemoTimes => ({ seconds: (Date.now() - began) / 1000, stages: narrator.told });
  let result: object;
  let code: number = exitCodes.done;
  try {
    await tellStory(session, narrator, { runtime, findings });
    const taken = times();
    result = demoResult("succeeded", taken, findings);
    out.lines(successLines(taken, findings, out.paint));
  } catch (error) {
    result = demoResult(isAbort(error) ? "cancelled" : "failed", times(), findings);
    code = exitCodeOfError(error);
    reportError(out, error);
  }
  if (keep) out.lines(keptLines(findings, out.paint));
  else await takeDownAll(session);
  out.object(result);
  return code;
}

/** `slipway demo --stop` */
export async function stopDemo(session: Session): Promise<void> {
  await takeDownAll(session);
}

async function takeDownAll(session: Session): Promise<void> {
  await showTakeDown(session, "take down");
  await stopIdleAgent(session);
}

async function showTakeDown(session: Session, name: string): Promise<void> {
  const view = stepView(session.out, name);
  try {
    await takeDown(session);
    view.end("succeeded");
  } catch (error) {
    view.end(isAbort(error) ? "cancelled" : "failed");
    throw error;
  }
}
