import { Command } from "commander";
import { isAbort } from "../problem.ts";
import { foldRun, type RunState } from "../protocol/fold-run.ts";
import { requests } from "../protocol/messages.ts";
import { findRun, isRunName } from "./follow/find-run.ts";
import { LogLines } from "./follow/log-lines.ts";
import { action } from "./session/action.ts";
import { exitCodes } from "./session/exit-code.ts";
import type { Session } from "./session/session.ts";
import type { Surroundings } from "./session/surroundings.ts";

export function logsCommand(surroundings: Surroundings): Command {
  return new Command("logs")
    .description("what a run's stages printed")
    .argument("[run]", "the newest here if left out")
    .argument("[stage]", "all of them if left out")
    .option("--follow", "go on until the run is over")
    .action(
      action(surroundings, async (session, first?: string, second?: string, options?: { follow?: boolean }) => {
        const stageAlone = first !== undefined && second === undefined && !isRunName(first);
        const run = await findRun(session, stageAlone ? undefined : first);
        const wanted = stageAlone ? first : second;
        return options?.follow ? followLogs(session, run, wanted) : printLogs(session, run, wanted);
      }),
    );
}

async function printLogs(session: Session, run: string, wanted: string | undefined): Promise<void> {
  const { events } = await session.ask(requests.runSubscribe, { run, after: 0 });
  const state = events.reduce<RunState | undefined>(foldRun, undefined);
  const lines = linePrinter(session, run, wanted);
  for (const { name } of state?.stages ?? []) if (wanted === undefined || wanted === name) lines.grew(name);
  await lines.end();
}

/** Ctrl-C ends the reading, not the run. */
async function followLogs(session: Session, run: string, wanted: string | undefined): Promise<number> {
  const lines = linePrinter(session, run, wanted);
  const { cancel, detach } = session.interrupts;
  try {
    await session.client.followRun(
      run,
      ({ type, stage }) => {
        if (type === "log" && stage !== undefined && (wanted === undefined || wanted === stage)) lines.grew(stage);
      },
      { signal: AbortSignal.any([cancel, detach]) },
    );
  } catch (error) {
    if (!isAbort(error)) throw error;
    return exitCodes.cancelled;
  }
  await lines.end();
  return exitCodes.done;
}

function linePrinter({ out, client }: Session, run: string, wanted: string | undefined): LogLines {
  return new LogLines(client, run, (stage, text) => {
    out.object({ kind: "log", run, stage, text });
    out.lines([wanted === undefined ? `${out.paint("quiet", `${stage} │`)} ${text}` : text]);
  });
}
