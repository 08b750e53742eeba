import { Command } from "commander";
import { action } from "./session/action.ts";
import type { Surroundings } from "./session/surroundings.ts";

/** `slipway doctor`: looks at all that a ship and a release need. Needs no agent, and changes nothing. */
export function doctorCommand(surroundings: Surroundings): Command {
  return new Command("doctor")
    .description("look at git, Docker, the disk, GitHub, slipway.json and production's database, and say what to mend")
    .option("--source <url>", "look at this database alone: a URL, env:NAME or file:PATH")
    .action(
      action(surroundings, async (session, { source }: { source?: string }) => {
        const { examine, examineNamed } = await import("./doctor/examine.ts");
        const { environment } = surroundings;
        return source === undefined ? examine(session, environment) : examineNamed(session, environment, source);
      }),
    );
}
