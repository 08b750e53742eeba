import type { PullRequest } from "../forge/forge.ts";
import { closedTickets } from "../forge/live.ts";
import { ticketOf } from "../run/stages/preflight.ts";

/** The pull request that solves a ticket: its branch is named after it, or its words close it. */
export function solutionOf(ticket: number, pullRequests: readonly PullRequest[]): PullRequest | undefined {
  return pullRequests.find(
    ({ head, body }) => ticketOf(head.branch) === ticket || closedTickets(body).includes(ticket),
  );
}
