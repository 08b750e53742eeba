import { Command } from "commander";
import { requests } from "../protocol/messages.ts";
import type { TicketSummary } from "../protocol/ticket-summary.ts";
import { table } from "./render/table.ts";
import { action } from "./session/action.ts";
import type { Surroundings } from "./session/surroundings.ts";

interface Wanted {
  readonly label?: string;
  readonly mine?: boolean;
  readonly search?: string;
}

export function ticketsCommand(surroundings: Surroundings): Command {
  return new Command("tickets")
    .description("the open tickets: yours, a first day's, the rest")
    .option("--mine", "only those that are assigned to you")
    .option("--search <text>", "only those with these words in their title or label")
    .option("--label <name>", "only those that carry it")
    .action(
      action(surroundings, async ({ ask, out, place }, wanted: Wanted) => {
        const { tickets } = await ask(requests.ticketList, place);
        const shown = tickets.filter((ticket) => isWanted(ticket, wanted));
        for (const ticket of shown) out.object({ kind: "ticket", ...ticket });
        const rows = shown.map((ticket) => [
          `#${ticket.number}`,
          ticket.title,
          ticket.labels.join(", "),
          whoSolves(ticket),
        ]);
        out.lines(rows.length === 0 ? ["No open ticket."] : table([["ticket", "title", "labels", "who"], ...rows]));
      }),
    );
}

function isWanted({ title, labels, mine }: TicketSummary, wanted: Wanted): boolean {
  const words = [title, ...labels].join(" ").toLowerCase();
  return (
    (wanted.label === undefined || labels.includes(wanted.label)) &&
    (!wanted.mine || mine) &&
    (wanted.search === undefined || words.includes(wanted.search.toLowerCase()))
  );
}

function whoSolves({ mine, assignees, pullRequest }: TicketSummary): string {
  const who = mine ? "you" : assignees.join(", ");
  return [who, pullRequest && `#${pullRequest.number}`].filter(Boolean).join(", ");
}
