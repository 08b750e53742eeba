import type { TicketSummary } from "../../agent/protocol/ticket-summary.ts";
import { noteRow } from "./note-row.ts";
import type { Row } from "./row.ts";

/** The open tickets in the agent's order, but the one that the branch solves before all. */
export function ticketRows(tickets: readonly TicketSummary[], current: number | undefined): Row[] {
  const open = tickets.filter(({ state, number }) => state === "open" || number === current);
  const rows = [...open.filter(({ number }) => number === current), ...open.filter(({ number }) => number !== current)];
  return rows.length > 0
    ? rows.map((ticket) => ticketRow(ticket, ticket.number === current))
    : [noteRow("No ticket is open.")];
}

/** Whose a ticket is, in words; empty where it is nobody's. */
export function whose({ mine, assignees, pullRequest }: TicketSummary): string {
  if (pullRequest) return `#${pullRequest.number} by ${pullRequest.author}`;
  return mine ? "yours" : assignees.join(", ");
}

function ticketRow(ticket: TicketSummary, isCurrent: boolean): Row {
  const { number, title, labels, reporter, url, state } = ticket;
  const standing = [isCurrent ? "this change" : whose(ticket), state === "closed" ? "closed" : ""];
  return {
    id: `ticket ${number}`,
    label: `#${number} ${title}`,
    description: [...standing, ...labels].filter(Boolean).join(", "),
    tooltip: `#${number} ${title}\nby ${reporter}${labels.length > 0 ? `, ${labels.join(", ")}` : ""}`,
    icon: isCurrent ? { name: "issue-draft", color: "charts.blue" } : { name: "issues", color: "charts.green" },
    kind: isCurrent ? "ticket.current" : "ticket",
    about: { ticket: number, url },
    click: "slipway.openLink",
    children: [],
  };
}
