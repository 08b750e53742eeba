import type { PullRequest } from "../forge/forge.ts";
import { ticketOf } from "../run/stages/preflight.ts";

/**
 * The pull request that solves a ticket: its branch is named after it, or its words close it as GitHub
 * reads them (docs.github.com, "Linking a pull request to an issue using a keyword").
 */
export function solutionOf(ticket: number, pullRequests: readonly PullRequest[]): PullRequest | undefined {
  const closes = new RegExp(`\\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):? +#${ticket}\\b`, "i");
  return pullRequests.find(({ head, body }) => ticketOf(head.branch) === ticket || closes.test(body));
}
