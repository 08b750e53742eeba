import { Command, Option } from "commander";
import type { RuntimeChoice } from "../protocol/practice-company.ts";
import { performDemo, stopDemo } from "./demo/perform-demo.ts";
import { action } from "./session/action.ts";
import type { Surroundings } from "./session/surroundings.ts";

interface Options {
  keep?: boolean;
  stop?: boolean;
  runtime: RuntimeChoice;
}

export function demoCommand(surroundings: Surroundings): Command {
  const runtimes: RuntimeChoice[] = ["auto", "docker", "process"];
  return new Command("demo")
    .description("a practice company's starter ticket, from the ticket to production")
    .addOption(new Option("--keep", "leave all of it up").conflicts("stop"))
    .option("--stop", "take down one that was kept")
    .addOption(new Option("--runtime <kind>", "what to run it on").choices(runtimes).default("auto"))
    .action(
      action(surroundings, async (session, { keep = false, stop = false, runtime }: Options) =>
        stop ? stopDemo(session) : performDemo(session, { keep, runtime }),
      ),
    );
}
