import { Command } from "commander";
import { performRun } from "./follow/perform-run.ts";
import { reportRun } from "./follow/report-run.ts";
import { action } from "./session/action.ts";
import { wholeNumber } from "./session/arguments.ts";
import type { Surroundings } from "./session/surroundings.ts";

interface ShipOptions {
  ticket?: number;
  commit?: string;
}

export function shipCommand(surroundings: Surroundings): Command {
  return new Command("ship")
    .description("put this change on a clone of production, check it, propose it with a running preview")
    .option("--ticket <number>", "the ticket that the change solves", wholeNumber)
    .option("--commit <message>", "commit uncommitted work first")
    .action(
      action(surroundings, async (session, { ticket, commit }: ShipOptions) =>
        reportRun(session, await performRun(session, { kind: "ship", ticket, commitMessage: commit })),
      ),
    );
}
