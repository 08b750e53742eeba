import type { TicketSummary } from "../../agent/protocol/ticket-summary.ts";
import { noteRow } from "./note-row.ts";
import type { Row } from "./row.ts";

/** The open tickets, newest first, but the one that the branch solves before all. */
export function ticketRows(tickets: readonly TicketSummary[], current: number | undefined): Row[] {
  const open = tickets
    .filter(({ state, number }) => state === "open" || number === current)
    .sort((a, b) => Number(b.number === current) - Number(a.number === current) || b.number - a.number);
  return open.length > 0
    ? open.map((ticket) => ticketRow(ticket, ticket.number === current))
    : [noteRow("No ticket is open.")];
}

function ticketRow({ number, title, labels, reporter, url, state }: TicketSummary, isCurrent: boolean): Row {
  return {
    id: `ticket ${number}`,
    label: `#${number} ${title}`,
    description: [isCurrent ? "this change" : "", state === "closed" ? "closed" : "", ...labels]
      .filter(Boolean)
      .join(", "),
    tooltip: `#${number} ${title}\nby ${reporter}${labels.length > 0 ? `, ${labels.join(", ")}` : ""}`,
    icon: isCurrent ? { name: "issue-draft", color: "charts.blue" } : { name: "issues", color: "charts.green" },
    kind: isCurrent ? "ticket.current" : "ticket",
    about: { ticket: number, url },
    click: "slipway.openLink",
    children: [],
  };
}
