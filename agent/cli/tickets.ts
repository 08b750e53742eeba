import { Command } from "commander";
import { requests } from "../protocol/messages.ts";
import { table } from "./render/table.ts";
import { action } from "./session/action.ts";
import type { Surroundings } from "./session/surroundings.ts";

export function ticketsCommand(surroundings: Surroundings): Command {
  return new Command("tickets")
    .description("the open tickets")
    .option("--label <name>", "only those that carry it")
    .action(
      action(surroundings, async ({ ask, out, place }, { label }: { label?: string }) => {
        const { tickets } = await ask(requests.ticketList, place);
        const shown = tickets.filter(({ labels }) => label === undefined || labels.includes(label));
        for (const ticket of shown) out.object({ kind: "ticket", ...ticket });
        out.lines(
          shown.length === 0
            ? ["No open ticket."]
            : table([
                ["ticket", "title", "labels"],
                ...shown.map(({ number, title, labels }) => [`#${number}`, title, labels.join(", ")]),
              ]),
        );
      }),
    );
}
