import { type Command, CommanderError } from "commander";
import { slipwayProgram } from "./program.ts";
import { exitCodeOfError, exitCodes } from "./session/exit-code.ts";
import { Output } from "./session/output.ts";
import { reportError } from "./session/report-error.ts";
import type { Surroundings } from "./session/surroundings.ts";

/** Runs the command that the arguments name. The exit code is told to the surroundings; nothing is thrown. */
export async function runProgram(surroundings: Surroundings, args: readonly string[]): Promise<void> {
  const program = await slipwayProgram(surroundings, args);
  throwInsteadOfExit(program, surroundings);
  try {
    await program.parseAsync([...args], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) {
      // The parser has said what is wrong; asking for help is no mistake.
      const asked = ["commander.helpDisplayed", "commander.version"].includes(error.code);
      surroundings.exit(asked ? exitCodes.done : exitCodes.usage);
      return;
    }
    reportError(new Output({ ...surroundings, json: args.includes("--json") }), error);
    surroundings.exit(exitCodeOfError(error));
  }
}

function throwInsteadOfExit(command: Command, surroundings: Surroundings): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => surroundings.stdout.write(text),
    writeErr: (text) => surroundings.stderr.write(text),
  });
  for (const child of command.commands) throwInsteadOfExit(child, surroundings);
}
