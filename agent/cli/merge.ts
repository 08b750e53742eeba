import { Command } from "commander";
import { performRun } from "./follow/perform-run.ts";
import { reportRun } from "./follow/report-run.ts";
import { action } from "./session/action.ts";
import { wholeNumber } from "./session/arguments.ts";
import type { Surroundings } from "./session/surroundings.ts";

export function mergeCommand(surroundings: Surroundings): Command {
  return new Command("merge")
    .description("merge a change that is green and up to date, and deploy it")
    .argument("[pull-request]", "its number; this branch's own if left out", wholeNumber)
    .action(
      action(surroundings, async (session, pullRequest?: number) =>
        reportRun(session, await performRun(session, { kind: "release", pullRequest })),
      ),
    );
}
