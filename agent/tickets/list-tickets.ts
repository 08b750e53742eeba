import type { Forge, PullRequest, Ticket } from "../forge/forge.ts";
import type { TicketSummary } from "../protocol/ticket-summary.ts";
import { solutionOf } from "./solution-of.ts";

/** What tells whose a ticket is. */
export interface TicketStanding {
  /** The login of whoever asks; undefined where that is an App. */
  readonly account: string | undefined;
  readonly starterLabel: string;
  /** Those that are open. */
  readonly pullRequests: readonly PullRequest[];
}

/** The open tickets: those of whoever asks, then a first day's that nobody solves, then the rest; each newest first. */
export async function listTickets(forge: Forge, starterLabel: string): Promise<TicketSummary[]> {
  const [tickets, standing] = await Promise.all([forge.tickets(), readStanding(forge, starterLabel)]);
  const rank = ({ mine, starter, pullRequest }: TicketSummary) => (mine ? 0 : starter && !pullRequest ? 1 : 2);
  return tickets
    .map((ticket) => summarizeTicket(ticket, standing))
    .sort((a, b) => rank(a) - rank(b) || b.number - a.number);
}

export async function readStanding(forge: Forge, starterLabel: string): Promise<TicketStanding> {
  const [account, pullRequests] = await Promise.all([forge.account(), forge.openPullRequests()]);
  return { account, starterLabel, pullRequests };
}

/** A ticket as lists show it. */
export function summarizeTicket(
  ticket: Ticket,
  { account, starterLabel, pullRequests }: TicketStanding,
): TicketSummary {
  const { number, title, state, labels, reporter, assignees, url } = ticket;
  const solution = solutionOf(number, pullRequests);
  return {
    number,
    title,
    state,
    labels: [...labels],
    reporter,
    url,
    assignees: [...assignees],
    mine: account !== undefined && assignees.includes(account),
    starter: labels.some((label) => label.toLowerCase() === starterLabel.toLowerCase()),
    ...(solution && { pullRequest: { number: solution.number, author: solution.author, url: solution.url } }),
  };
}
