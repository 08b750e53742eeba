import { Command } from "commander";
import { Problem } from "../problem.ts";
import { performRun } from "./follow/perform-run.ts";
import { reportRun } from "./follow/report-run.ts";
import { action } from "./session/action.ts";
import { wholeNumber } from "./session/arguments.ts";
import type { Surroundings } from "./session/surroundings.ts";

function twoWishes(): Problem {
  return new Problem({
    what: "A pull request and the base branch cannot be deployed at once",
    next: "Leave out the number, or --base.",
    usage: true,
  });
}

export function mergeCommand(surroundings: Surroundings): Command {
  return new Command("merge")
    .description("merge a change that is green and up to date, and deploy it")
    .argument("[pull-request]", "its number; this branch's own if left out", wholeNumber)
    .option("--base", "deploy the base branch as it is, whoever brought it there and however green it is")
    .action(
      action(surroundings, async (session, pullRequest?: number, { base }: { base?: boolean } = {}) => {
        if (base && pullRequest !== undefined) throw twoWishes();
        return reportRun(session, await performRun(session, { kind: "release", pullRequest, base }));
      }),
    );
}
