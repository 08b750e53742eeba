import { setTimeout as wait } from "node:timers/promises";
import type * as z from "zod/mini";
import { asProblem } from "../../problem.ts";
import type { RunState } from "../../protocol/fold-run.ts";
import { requests } from "../../protocol/messages.ts";
import { problemLines } from "../render/problem-lines.ts";
import { type Session, unlessAborted } from "../session/session.ts";
import { followRun } from "./follow-run.ts";

/** Milliseconds that the agent has to take a cancel. */
const patience = 2000;

type RunStart = z.infer<typeof requests.runStart.params>;

/** What a run is to do; where is the session's. */
export type RunWish = Omit<RunStart, "directory" | "config" | "environment">;

/**
 * Starts a run and shows it to its end. The first Ctrl-C cancels it and waits for its clean-up, the second lets go of
 * it. @throws Problem where it could not be started; AbortError where the terminal let go before it was.
 */
export async function performRun(session: Session, wish: RunWish): Promise<RunState | undefined> {
  const { client, interrupts, place } = session;
  let run: string | undefined;
  let cancelling: Promise<void> | undefined;
  const cancel = () => {
    if (run !== undefined) cancelling = cancelRun(session, run);
  };
  interrupts.cancel.addEventListener("abort", cancel);
  try {
    const starting = client.request(requests.runStart, { ...place, ...wish });
    ({ run } = await unlessAborted(interrupts.detach, starting));
    // Ctrl-C while it was being planned.
    if (interrupts.cancel.aborted) cancel();
    return await followRun(session, run);
  } finally {
    // Whoever lets go at once has still asked for the cancel.
    if (cancelling) await Promise.race([cancelling, wait(patience, undefined, { ref: false })]);
    interrupts.cancel.removeEventListener("abort", cancel);
  }
}

async function cancelRun({ client, out }: Session, run: string): Promise<void> {
  out.note(["Cancelling; Ctrl-C again lets go of it and leaves the rest to the agent."]);
  try {
    await client.request(requests.runCancel, { run });
  } catch (error) {
    out.note(problemLines(asProblem(error, "The run could not be cancelled").toJSON(), out.paintNote));
  }
}
