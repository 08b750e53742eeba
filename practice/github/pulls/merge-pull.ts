import { type Commit, commitsBetween } from "../git/history.ts";
import { landCommits, type MergeMethod } from "../git/land.ts";
import { unmetRule } from "../rules/unmet-rule.ts";
import type { Site } from "../site.ts";
import { isPull, type PullIssue } from "../state.ts";
import { timestamp } from "../store.ts";

const closingKeyword = /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+#(\d+)\b/gi;

export interface MergeAnswer {
  login: string;
  method: MergeMethod;
  /** The head that was looked at; whatever is there, where it is left out. */
  sha?: string | undefined;
  title?: string | undefined;
  message?: string | undefined;
}

/** Merges an open pull request into its base, for good, and closes the tickets that it says it fixes. */
export async function mergePull(
  site: Site,
  one: PullIssue,
  request: MergeAnswer,
): Promise<{ sha: string } | { refused: "closed" | "conflict" | "moved" | "rules" }> {
  const { pull } = one;
  if (one.state !== "open") return { refused: "closed" };
  if (request.sha !== undefined && request.sha !== pull.headSha) return { refused: "moved" };
  if (unmetRule(site, one) !== undefined) return { refused: "rules" };
  const commits = await commitsBetween(site.repository, pull.baseSha, pull.headSha);
  const landing = {
    into: pull.base,
    expected: pull.baseSha,
    from: pull.headSha,
    message: messageOf(site, one, request, commits),
    author: request.login,
  };
  const merged = await landCommits(site.repository, request.method, landing, commits);
  if ("refused" in merged) return merged;

  site.store.change(() => {
    const now = timestamp();
    Object.assign(pull, { mergedAt: now, mergedBy: request.login, mergeCommitSha: merged.sha });
    close(one, request.login, now, null);
    if (pull.base === site.defaultBranch) {
      closeFixed(site, [one.body, ...commits.map(({ message }) => message)], request.login, now);
    }
  });
  return merged;
}

function messageOf(site: Site, one: PullIssue, request: MergeAnswer, commits: readonly Commit[]): string {
  if (request.method === "squash") {
    const list = commits.map(({ message }) => `* ${message}`).join("\n\n");
    return `${request.title ?? `${one.title} (#${one.number})`}\n\n${request.message ?? list}\n`;
  }
  const title = request.title ?? `Merge pull request #${one.number} from ${site.owner}/${one.pull.head}`;
  return `${title}\n\n${request.message ?? one.title}\n`;
}

function closeFixed(site: Site, texts: string[], login: string, now: string): void {
  const numbers = texts.flatMap((text) => [...text.matchAll(closingKeyword)].map((match) => Number(match[1])));
  for (const ticket of site.store.state.issues) {
    if (numbers.includes(ticket.number) && !isPull(ticket) && ticket.state === "open") {
      close(ticket, login, now, "completed");
    }
  }
}

function close(one: { number: number } & Partial<PullIssue>, login: string, now: string, reason: string | null): void {
  Object.assign(one, { state: "closed", stateReason: reason, closedAt: now, closedBy: login, updatedAt: now });
}
