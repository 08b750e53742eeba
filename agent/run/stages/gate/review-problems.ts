import type { BranchRules, PullRequest, Review } from "../../../forge/forge.ts";
import { Problem } from "../../../problem.ts";

/** Each reviewer who asks for changes. */
export function changesRequested(reviews: readonly Review[], { url }: PullRequest): Problem[] {
  return withLastWord(reviews, "CHANGES_REQUESTED").map(
    (author) =>
      new Problem({
        what: `${author} asks for changes`,
        where: url,
        next: "Make them and ship again, or talk about them there; then ask for another look.",
        code: "gate-changes-requested",
      }),
  );
}

/** Approvals that the base's rules demand and that are missing. */
export function approvalProblems(
  { approvals: demanded }: BranchRules,
  reviews: readonly Review[],
  { number, url, base, author }: PullRequest,
): Problem[] {
  const given = withLastWord(reviews, "APPROVED").filter((login) => login !== author).length;
  const missing = demanded - given;
  if (missing <= 0) return [];
  return [
    new Problem({
      what: `#${number} lacks ${missing === 1 ? "an approval" : `${missing} approvals`}`,
      where: url,
      why: `the rules of ${base.branch} demand ${demanded}, and it has ${given}`,
      next: "Ask for a review on the pull request's page, then merge again.",
      code: "gate-approvals",
    }),
  ];
}

/** The reviewers whose last word is this one: remarks are none. */
function withLastWord(reviews: readonly Review[], word: Review["state"]): string[] {
  const last = new Map<string, Review["state"]>();
  for (const { author, state } of reviews) if (state !== "COMMENTED" && state !== "PENDING") last.set(author, state);
  return [...last].filter(([, state]) => state === word).map(([author]) => author);
}
