import { Command } from "commander";
import { requests } from "../protocol/messages.ts";
import { action } from "./session/action.ts";
import { wholeNumber } from "./session/arguments.ts";
import type { Surroundings } from "./session/surroundings.ts";

export function startCommand(surroundings: Surroundings): Command {
  return new Command("start")
    .description("begin a change: make its branch from the newest base and go to it")
    .argument("<ticket>", "its number", wholeNumber)
    .action(
      action(surroundings, async ({ ask, out, place }, number: number) => {
        const { ticket, branch } = await ask(requests.ticketStart, { ...place, ticket: number });
        out.object({ kind: "change", branch, ticket });
        out.lines([`#${ticket.number} ${ticket.title}`, `You are on ${out.paint("strong", branch)}.`]);
      }),
    );
}
