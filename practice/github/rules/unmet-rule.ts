import type { Site } from "../site.ts";
import type { PullIssue, State } from "../state.ts";

/** What GitHub says of the first rule that a pull request does not meet; undefined where it meets them all. */
export function unmetRule({ store: { state }, rules, defaultBranch }: Site, one: PullIssue): string | undefined {
  if (!rules || one.pull.base !== defaultBranch) return undefined;
  if (approvalsOf(state, one) < rules.approvals) {
    const reviews = rules.approvals === 1 ? "1 approving review is" : `${rules.approvals} approving reviews are`;
    return `At least ${reviews} required by reviewers with write access.`;
  }
  if (rules.codeOwners) return "Waiting on code owner review.";
  const missing = rules.checks.find((name) => !hasPassed(state, one.pull.headSha, name));
  return missing === undefined ? undefined : `Required status check "${missing}" is expected.`;
}

/** The reviewers whose last word is an approval. */
function approvalsOf({ reviews }: State, { number, author }: PullIssue): number {
  const last = new Map<string, string>();
  for (const one of reviews) if (one.pull === number && one.state !== "COMMENTED") last.set(one.author, one.state);
  return [...last].filter(([login, state]) => login !== author && state === "APPROVED").length;
}

function hasPassed({ statuses, checkRuns }: State, sha: string, name: string): boolean {
  const status = statuses.findLast((one) => one.sha === sha && one.context === name);
  const run = checkRuns.findLast((one) => one.sha === sha && one.name === name);
  return status ? status.state === "success" : run?.conclusion === "success";
}
