/** The first line of the comment that says that a pull request is live. */
export function liveMarker(pullRequest: number): string {
  return `<!-- slipway:live:pr-${pullRequest} -->`;
}

/** What the reporter of a ticket is told when its change is in production. */
export function liveComment(reporter: string, { url, pullRequest }: { url: string; pullRequest: number }): string {
  return `@${reporter}, this is live now: ${url} (#${pullRequest}). Would you have a look whether it does what you meant?`;
}

/** The tickets that a pull request's text closes (docs.github.com, "Linking a pull request to an issue"). */
export function closedTickets(body: string): number[] {
  const found = body.matchAll(/\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+#(\d+)/gi);
  return [...new Set([...found].map(([, number]) => Number(number)))];
}
