import type { CommitStatus, PullRequest } from "../../../forge/forge.ts";
import { Problem } from "../../../problem.ts";
import { pendingCode } from "./pending-code.ts";

/** A commit that was never shipped, or each of its statuses that is not green. */
export function statusProblems(statuses: readonly CommitStatus[], { head, url }: PullRequest): Problem[] {
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
        new Problem({
          what: `${context} is ${state}`,
          where: url,
          why: description || undefined,
          next:
            state === "pending"
              ? "Wait for it, then try again."
              : "Look at it on the pull request's page. Mend what it found and ship again.",
          code: state === "pending" ? pendingCode : "gate-red",
        }),
    );
}
