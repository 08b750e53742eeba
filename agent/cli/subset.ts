import { Command, InvalidArgumentError } from "commander";
import type { TableRule } from "../subset/request.ts";

/** `slipway subset`: the subsetter alone, without the agent. What it throws is for the caller to report. */
export function subsetCommand(): Command {
  return new Command("subset")
    .description("copy a masked, referentially whole part of a database into an empty one")
    .requiredOption("--from <url>", "the source, only ever read: a URL, env:NAME or file:PATH")
    .option("--to <url>", "an empty database")
    .option("--create", "make that database; its schema is kept as a template for the next time")
    .option("--dry-run", "say what would be copied, and copy nothing")
    .option("--config <file>", "a slipway.json with masks, tables, links and the curve")
    .option("--unmasked", "copy personal data as it is")
    .option("--seed <number>", "same source, same seed, same rows", wholeNumber)
    .option("--jobs <number>", "tables that are read at once", positiveNumber, 4)
    .option("--table <name=rows>", "NAME=all, NAME=N or NAME=N:WHERE; may be repeated", addTable, {})
    .option("--json", "print one JSON object a line on stdout")
    .action(async (_, command: Command) => {
      const { performSubset } = await import("./subset/perform-subset.ts");
      await performSubset(command.optsWithGlobals());
    });
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError("It is no whole number.");
}

function positiveNumber(text: string): number {
  const value = wholeNumber(text);
  if (value > 0) return value;
  throw new InvalidArgumentError("It must be at least 1.");
}

function addTable(text: string, before: Readonly<Record<string, TableRule>>): Record<string, TableRule> {
  const [, name, rows, where] = /^([^=]+)=(all|\d+)(?::(.+))?$/s.exec(text) ?? [];
  if (name === undefined || rows === undefined)
    throw new InvalidArgumentError("Write NAME=all, NAME=N or NAME=N:WHERE.");
  const count = rows === "all" ? ("all" as const) : Number(rows);
  return { ...before, [name]: where === undefined ? count : { rows: count, where } };
}
