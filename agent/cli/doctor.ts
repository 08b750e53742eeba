import { Command } from "commander";
import { action } from "./session/action.ts";
import type { Surroundings } from "./session/surroundings.ts";

/** `slipway doctor`: looks at production's database and says what is wrong or could be safer. Needs no agent. */
export function doctorCommand(surroundings: Surroundings): Command {
  return new Command("doctor")
    .description("look at production's database and at what its role may do, and say what could be safer")
    .option("--source <url>", "another than slipway.json names: a URL, env:NAME or file:PATH")
    .action(
      action(surroundings, async (session, options: { source?: string }) => {
        const { examineSource } = await import("./doctor/examine-source.ts");
        return examineSource(session, surroundings.environment, options.source);
      }),
    );
}
