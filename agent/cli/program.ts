import { Command } from "commander";
import { version } from "../build-id.ts";
import { addGlobalOptions } from "./session/options.ts";
import type { Surroundings } from "./session/surroundings.ts";

/** Each command is a file that is loaded only when it is named: a person waits for no other. */
const commands: Readonly<Record<string, () => Promise<(surroundings: Surroundings) => Command>>> = {
  tickets: async () => (await import("./tickets.ts")).ticketsCommand,
  start: async () => (await import("./start.ts")).startCommand,
  ship: async () => (await import("./ship.ts")).shipCommand,
  status: async () => (await import("./status.ts")).statusCommand,
  logs: async () => (await import("./logs.ts")).logsCommand,
  cancel: async () => (await import("./cancel.ts")).cancelCommand,
  merge: async () => (await import("./merge.ts")).mergeCommand,
  releases: async () => (await import("./releases.ts")).releasesCommand,
  rollback: async () => (await import("./rollback.ts")).rollbackCommand,
  snapshot: async () => (await import("./snapshot.ts")).snapshotCommand,
  clone: async () => (await import("./clone.ts")).cloneCommand,
  preview: async () => (await import("./preview.ts")).previewCommand,
  clean: async () => (await import("./clean.ts")).cleanCommand,
  demo: async () => (await import("./demo.ts")).demoCommand,
  init: async () => (await import("./init.ts")).initCommand,
  doctor: async () => (await import("./doctor.ts")).doctorCommand,
  agent: async () => (await import("./agent.ts")).agentCommand,
  subset: async () => (await import("./subset.ts")).subsetCommand,
};

/** The command line as far as these arguments need it: all of it where they name no command and want more than the version. */
export async function slipwayProgram(surroundings: Surroundings, args: readonly string[]): Promise<Command> {
  const program = new Command("slipway").description(
    "Takes a change from ticket to production on a subsetted, masked clone of production.",
  );
  program.version(version);
  addGlobalOptions(program);
  const named = Object.keys(commands).filter((name) => args.includes(name));
  const all = ["--version", "-V"].includes(args[0] ?? "") ? [] : Object.keys(commands);
  const loads = (named.length > 0 ? named : all).flatMap((name) => commands[name] ?? []);
  for (const make of await Promise.all(loads.map((load) => load()))) program.addCommand(make(surroundings));
  return program;
}
