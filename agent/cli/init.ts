import { Command } from "commander";
import { action } from "./session/action.ts";
import type { Surroundings } from "./session/surroundings.ts";

/** `slipway init`: writes a slipway.json from what the repository's files say. Runs nothing of it, and needs no agent. */
export function initCommand(surroundings: Surroundings): Command {
  return new Command("init")
    .description("write slipway.json from what the repository's files say; nothing of it is run")
    .option(
      "--source <variable>",
      "the environment variable that holds production's address",
      "PRODUCTION_DATABASE_URL",
    )
    .action(
      action(surroundings, async (session, options: { source: string }) => {
        const { writeConfig } = await import("./init/write-config.ts");
        return writeConfig(session, surroundings.environment, options.source);
      }),
    );
}
