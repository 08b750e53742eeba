import { Command } from "commander";
import { version } from "../build-id.ts";
import { agentCommand } from "./agent.ts";
import { cancelCommand } from "./cancel.ts";
import { cleanCommand } from "./clean.ts";
import { demoCommand } from "./demo.ts";
import { logsCommand } from "./logs.ts";
import { mergeCommand } from "./merge.ts";
import { previewCommand } from "./preview.ts";
import { releasesCommand } from "./releases.ts";
import { addGlobalOptions } from "./session/options.ts";
import type { Surroundings } from "./session/surroundings.ts";
import { shipCommand } from "./ship.ts";
import { startCommand } from "./start.ts";
import { statusCommand } from "./status.ts";
import { subsetCommand } from "./subset.ts";
import { ticketsCommand } from "./tickets.ts";

/** The whole command line. */
export function slipwayProgram(surroundings: Surroundings): Command {
  const program = new Command("slipway").description(
    "Takes a change from ticket to production on a subsetted, masked clone of production.",
  );
  program.version(version);
  addGlobalOptions(program);
  for (const make of [
    ticketsCommand,
    startCommand,
    shipCommand,
    statusCommand,
    logsCommand,
    cancelCommand,
    mergeCommand,
    releasesCommand,
    previewCommand,
    cleanCommand,
    demoCommand,
    agentCommand,
  ]) {
    program.addCommand(make(surroundings));
  }
  return program.addCommand(subsetCommand());
}
