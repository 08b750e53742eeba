import type { CommitStatus, Forge, PullRequest, Review } from "../../../forge/forge.ts";
import { Problem } from "../../../problem.ts";
import type { StageContext } from "../../stage.ts";
import { checkRunProblems } from "./check-run-problems.ts";

/** Everything that stands against merging a pull request now: closed, red, refused by a reviewer, behind its base. */
export async function openProblems(
  forge: Forge,
  pullRequest: PullRequest,
  base: { branch: string; sha: string },
  context: StageContext,
): Promise<Problem[]> {
  const runs = await forge.checkRuns(pullRequest.head.sha);
  if (!runs) context.log("Check runs (GitHub Actions) cannot be read with this token: commit statuses alone count.\n");
  return [
    ...closedProblems(pullRequest),
    ...statusProblems(await forge.statuses(pullRequest.head.sha), pullRequest),
    ...checkRunProblems(runs ?? [], pullRequest),
    ...reviewProblems(await forge.reviews(pullRequest.number), pullRequest),
    ...(await behindProblems(forge, base, pullRequest)),
  ];
}

function closedProblems({ state, url }: PullRequest): Problem[] {
  return state === "closed"
    ? [
        new Problem({
          what: "The pull request is closed",
          where: url,
          next: "Reopen it, or ship the change again.",
          code: "gate-closed",
        }),
      ]
    : [];
}

function statusProblems(statuses: readonly CommitStatus[], { head, url }: PullRequest): Problem[] {
  if (!statuses.some(({ context }) => context === "slipway/preview")) {
    return [
      new Problem({
        what: "The newest commit was never shipped",
        where: head.sha.slice(0, 8),
        next: "Run `slipway ship` for it.",
        code: "gate-not-shipped",
      }),
    ];
  }
  return statuses
    .filter(({ state }) => state !== "success")
    .map(
      ({ context, state, description }) =>
        new Problem({ what: `${context} is ${state}`, where: url, why: description, code: "gate-red" }),
    );
}

/** Only the last word of each reviewer counts. */
function reviewProblems(reviews: readonly Review[], { url }: PullRequest): Problem[] {
  const last = new Map<string, Review["state"]>();
  for (const { author, state } of reviews) if (state !== "COMMENTED" && state !== "PENDING") last.set(author, state);
  return [...last]
    .filter(([, state]) => state === "CHANGES_REQUESTED")
    .map(([author]) => new Problem({ what: `${author} asks for changes`, where: url, code: "gate-changes-requested" }));
}

async function behindProblems(
  forge: Forge,
  base: { branch: string; sha: string },
  { head }: PullRequest,
): Promise<Problem[]> {
  const { behindBy } = await forge.compare(base.branch, head.sha);
  if (behindBy === 0) return [];
  return [
    new Problem({
      what: `${base.branch} has moved`,
      where: head.branch,
      why: `it has ${behindBy} commit${behindBy === 1 ? "" : "s"} that the branch lacks, so what was checked is not what would go live`,
      next: `Bring them in (\`git merge origin/${base.branch}\`), then ship again.`,
      code: "gate-behind",
    }),
  ];
}
