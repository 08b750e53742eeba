import type { CheckRun, PullRequest } from "../../../forge/forge.ts";
import { Problem } from "../../../problem.ts";
import { pendingCode } from "./pending-code.ts";

const fine = ["success", "neutral", "skipped"];

/** Check runs that have not ended yet, as one problem, and each that ended badly. */
export function checkRunProblems(runs: readonly CheckRun[], { url }: PullRequest): Problem[] {
  const underWay = runs.filter(({ status }) => status !== "completed");
  const bad = runs.filter(({ status, conclusion }) => status === "completed" && !fine.includes(conclusion ?? ""));
  return [
    ...(underWay.length > 0 ? [notEnded(underWay, url)] : []),
    ...bad.map(
      ({ name, conclusion }) =>
        new Problem({
          what: `The check ${name} ended in ${inWords(conclusion ?? "nothing")}`,
          where: url,
          next: "Look at it on the pull request's page. Mend what it found and ship again, or run it again there.",
          code: "gate-red",
        }),
    ),
  ];
}

function notEnded(runs: readonly CheckRun[], url: string): Problem {
  return new Problem({
    what: "Not every check has ended",
    where: url,
    why: runs.map(({ name, status }) => `${name} is ${inWords(status)}`).join(", "),
    next: "Wait for them, then try again.",
    code: pendingCode,
  });
}

function inWords(word: string): string {
  return word.replaceAll("_", " ");
}
