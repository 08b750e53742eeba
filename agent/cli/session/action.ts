import type { Command } from "commander";
import { exitCodeOfError, exitCodes } from "./exit-code.ts";
import { readGlobalOptions } from "./options.ts";
import { Output } from "./output.ts";
import { reportError } from "./report-error.ts";
import { type Session, withSession } from "./session.ts";
import type { Surroundings } from "./surroundings.ts";

/**
 * Makes a command's work an action of the parser: opens the session, says what went wrong and sets the exit code.
 * @param work gets the parser's arguments; where it gives a number that is the exit code, else 0.
 */
export function action<Args extends unknown[]>(
  surroundings: Surroundings,
  work: (session: Session, ...args: Args) => Promise<unknown>,
): (...args: unknown[]) => Promise<void> {
  return async (...all) => {
    // The parser puts the options and the command itself behind the arguments.
    const command = all.at(-1) as Command;
    const options = readGlobalOptions(command, surroundings.directory);
    try {
      const args = all.slice(0, -1) as Args;
      const result = await withSession(surroundings, options, (session) => work(session, ...args));
      surroundings.exit(typeof result === "number" ? result : exitCodes.done);
    } catch (error) {
      reportError(new Output({ ...surroundings, json: options.json }), error);
      surroundings.exit(exitCodeOfError(error));
    }
  };
}
