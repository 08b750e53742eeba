import { Command } from "commander";
import { isOver } from "../protocol/fold-run.ts";
import { requests } from "../protocol/messages.ts";
import { findRun } from "./follow/find-run.ts";
import { followRun } from "./follow/follow-run.ts";
import { reportRun } from "./follow/report-run.ts";
import { action } from "./session/action.ts";
import { exitCodes } from "./session/exit-code.ts";
import type { Surroundings } from "./session/surroundings.ts";

export function cancelCommand(surroundings: Surroundings): Command {
  return new Command("cancel")
    .description("end a run and wait until it has cleaned up")
    .argument("[run]", "the newest that goes on here if left out")
    .action(
      action(surroundings, async (session, named?: string) => {
        const run = await findRun(session, named, (summary) => !isOver(summary));
        await session.ask(requests.runCancel, { run });
        const ended = await followRun(session, run);
        const code = await reportRun(session, ended);
        return ended?.status === "cancelled" ? exitCodes.done : code;
      }),
    );
}
